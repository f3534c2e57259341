namespace NtkDsl.Site;

/// <summary>Something in the documentation that has to be mended before there is a site.</summary>
internal sealed class SiteException(string message) : Exception(message);
