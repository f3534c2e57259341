using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>What generated F# may need beyond FSharp.Core.</summary>
internal static class FSharpHelpers
{
    public static ImmutableArray<CodeNotation.Helper> All { get; } =
    [
        new("erf", """
            let erf (x: float) =
                let size, square = abs x, x * x
                if size < 3.0 then
                    let rec series n term sum =
                        if abs term <= 1e-17 * abs sum then sum
                        else
                            let next = term * 2.0 * square / (2.0 * n + 1.0)
                            series (n + 1.0) next (sum + next)
                    2.0 / sqrt System.Math.PI * exp -square * series 1.0 x x
                else
                    let fraction = List.foldBack (fun k below -> 0.5 * float k / (size + below)) [ 1 .. 60 ] 0.0
                    float (sign x) * (1.0 - exp -square / (sqrt System.Math.PI * (size + fraction)))
            """),
        new("normalCdf", "let normalCdf (x: float) = 0.5 * (1.0 + erf (x / sqrt 2.0))", "erf"),
        new("sigmoid", "let sigmoid (x: float) = 1.0 / (1.0 + exp -x)"),
        new("softplus", "let softplus (x: float) = max x 0.0 + log (1.0 + exp -(abs x))"),
        new("relu", "let relu (x: float) = max x 0.0"),
        new("signum", "let signum (x: float) = float (sign x)"),
        new("step", "let step (x: float) = 0.5 * (1.0 + float (sign x))"),
        new("area", "let area (a: float) b c = sqrt (max (a * b - c * c) 0.0)"),
        new("angle", """
            // The angle between u and v with E u^2 = a, E v^2 = b, E uv = c; a right angle if one of them vanishes.
            let angle (a: float) b c = if a * b > 0.0 then atan2 (area a b c) c else System.Math.PI / 2.0
            """, "area"),
        new("integrate", """
            let legendre k =
                let rec improve step x slope =
                    if step = 0 then x, 2.0 / ((1.0 - x * x) * slope * slope)
                    else
                        let previous, value =
                            Seq.fold
                                (fun (previous, value) n -> value, ((2.0 * n - 1.0) * x * value - (n - 1.0) * previous) / n)
                                (1.0, x)
                                [ 2.0 .. 24.0 ]
                        let slope = 24.0 * (x * value - previous) / (x * x - 1.0)
                        improve (step - 1) (x - value / slope) slope
                improve 8 (cos (System.Math.PI * (float k + 0.75) / 24.5)) 0.0

            let rule = Array.init 24 legendre

            // The integral over pieces between whose ends the integrand is analytic, with 24 Gauss-Legendre points each.
            let integrate (ends: float list) (integrand: float -> float) =
                let mutable sum = 0.0
                for start, stop in List.pairwise (List.sort ends) do
                    if stop > start then
                        for node, weight in rule do
                            sum <- sum + 0.5 * (stop - start) * weight * integrand (0.5 * (start + stop + (stop - start) * node))
                sum
            """),
        new("correlate", """
            // What correlation adds to E f(u) g(v) for kinks or jumps at s and t: the integral of the density over the covariance r, with
            // the weight (c - r)^order. With r^2 = a b sin^2 x it is smooth, but for what happens near c^2 = a b, which grading resolves.
            let correlate (a: float) (b: float) (c: float) (s: float) (t: float) order =
                let scale, h, k, stop = sqrt (a * b), s / sqrt a, t / sqrt b, System.Math.PI / 2.0 - angle a b c
                let integrand y =
                    let sine, cosine = sin (stop * y), cos (stop * y)
                    let gap = h - k * sine
                    pown (c - scale * sine) order * exp (-0.5 * (k * k + gap * gap / (cosine * cosine)))
                let ends = [ for j in 0 .. 48 -> if j = 48 then 1.0 else 1.0 - 2.0 ** -(float j) ]
                if scale > 0.0 then stop * integrate ends integrand / (2.0 * System.Math.PI) else 0.0
            """, "angle", "integrate"),
        new("stepCovariance", """
            // P(u > s, v > t) - P(u > s) P(v > t).
            let stepCovariance a b c s t = correlate a b c s t 0
            """, "correlate"),
        new("rampCovariance", """
            // E ramp(u - s) ramp(v - t) - E ramp(u - s) E ramp(v - t) - c P(u > s) P(v > t).
            let rampCovariance a b c s t = correlate a b c s t 1
            """, "correlate"),
        new("radial", """
            // The integral over r from 0 to 11, which is analytic between the breaks.
            let radial breaks integrand = integrate ([ 0.0; 1.0; 4.0; 11.0 ] @ List.filter (fun r -> r > 0.0 && r < 11.0) breaks) integrand
            """, "integrate"),
        new("gaussianMean", """
            // E f(u) for u ~ N(0, a).
            let gaussianMean (f: float -> float) (a: float) kinks =
                let side s = radial [ for kink in kinks -> kink / s ] (fun r -> exp (-0.5 * r * r) * f (s * r))
                (side (sqrt a) + side -(sqrt a)) / sqrt (2.0 * System.Math.PI)
            """, "radial"),
        new("expectation", """
            // E f(u) g(v) for u, v ~ N(0, [[a, c], [c, b]]), in polar coordinates: analytic between the directions in which u or v
            // vanishes or two kinks meet, and close to these resolved more finely.
            let expectation (f: float -> float) (g: float -> float) a b c kinksF kinksG =
                let theta, su, sv, half = angle a b c, sqrt a, sqrt b, System.Math.PI / 2.0
                let ray t =
                    let pu, pv = su * cos t, sv * cos (t - theta)
                    radial
                        ([ for k in kinksF -> k / pu ] @ [ for l in kinksG -> l / pv ])
                        (fun r -> r * exp (-0.5 * r * r) * f (r * pu) * g (r * pv))
                let meeting =
                    [ for k in kinksF do
                          for l in kinksG do
                              let t = atan2 (l / sv - k / su * cos theta) (k / su * sin theta)
                              if not (System.Double.IsNaN t) then (if t < -half then t + 4.0 * half else t) ]
                let graded =
                    if List.isEmpty kinksF && List.isEmpty kinksG then [ 0.0; 0.5; 1.0 ]
                    else [ 0.0; 0.0625; 0.125; 0.25; 0.5; 0.75; 0.875; 0.9375; 1.0 ]
                let sector (start, stop) =
                    if stop = start then 0.0
                    else
                        let width = stop - start
                        width * integrate graded (fun y -> 6.0 * y * (1.0 - y) * ray (start + width * y * y * (3.0 - 2.0 * y)))
                let ends = List.sort ([ -half; theta - half; half; theta + half; 3.0 * half ] @ meeting)
                List.sumBy sector (List.pairwise ends) / (2.0 * System.Math.PI)
            """, "angle", "radial", "integrate"),
        new("coordinateMean", "let coordinateMean (f: float -> float) (x: float[]) = Array.averageBy f x"),
        new("coordinateProductMean", """
            let coordinateProductMean (f: float -> float) (g: float -> float) (x: float[]) (y: float[]) =
                Array.map2 (fun xi yi -> f xi * g yi) x y |> Array.average
            """),
    ];
}
