// The node types of expressions have a namespace of their own, so that Sum or Product of the layer vocabulary stay unambiguous for users.
global using NtkDsl.Symbolics;
