/// Pictures taken apart.
module internal NtkDsl.Tests.Charts.Picture

open System.Globalization
open System.Text.RegularExpressions
open System.Xml.Linq
open NUnit.Framework

let private svg = "{http://www.w3.org/2000/svg}"

/// The elements of a kind, in order.
let elements (kind: string) (picture: XElement) =
    List.ofSeq (picture.Descendants(XName.Get(svg + kind)))

/// An attribute's value, or nothing.
let attribute (name: string) (element: XElement) =
    match element.Attribute(XName.Get name) with
    | null -> ""
    | found -> found.Value

/// Everything that is written in a picture.
let texts picture =
    [ for text in elements "text" picture -> text.Value ]

let private number (text: string) =
    System.Double.Parse(text, CultureInfo.InvariantCulture)

/// Fails unless all the parts occur in a text.
let holds (text: string) (parts: string list) =
    for part in parts do
        Assert.That(text, Does.Contain part)

/// The corners of a polyline or polygon.
let corners (line: XElement) =
    [
        for pair in (attribute "points" line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries) ->
            let parts = pair.Split ','
            number parts[0], number parts[1]
    ]

/// What holds of every picture: it is XML, has a text alternative, refers to nothing outside, and no number in it is NaN.
let ofText (text: string) =
    let picture = XElement.Parse text
    Assert.That(attribute "role" picture, Is.EqualTo "img")
    Assert.That((elements "title" picture).Head.Value, Is.Not.Empty)
    Assert.That((elements "desc" picture).Head.Value, Is.Not.Empty)

    for id in (attribute "aria-labelledby" picture).Split ' ' do
        Assert.That(
            elements "title" picture @ elements "desc" picture
            |> List.exists (fun e -> attribute "id" e = id)
        )

    Assert.That(text, Does.Not.Contain "NaN")
    Assert.That(text, Does.Not.Contain "∞")

    let outside =
        Regex.Replace(text, """ xmlns(:xlink)?="http://www\.w3\.org/[^"]*" """.Trim(), "")

    Assert.That(outside, Does.Not.Contain "http")
    picture

/// Whether all corners of a line lie in the picture.
let isInside (picture: XElement) (line: XElement) =
    match (attribute "viewBox" picture).Split ' ' |> Array.map number with
    | [| left; top; width; height |] ->
        corners line
        |> List.forall (fun (x, y) -> x >= left && x <= left + width && y >= top && y <= top + height)
    | _ -> false
