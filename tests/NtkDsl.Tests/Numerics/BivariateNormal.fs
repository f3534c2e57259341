/// The distribution function of two Gaussian variables: what integrals of steps are held against.
module internal NtkDsl.Tests.Numerics.BivariateNormal

open System
open NtkDsl

let private average (count: int) low high (f: float -> float) =
    let rule, half = GaussLegendre.Rule 20, 0.5 * (high - low) / float count

    [ 0 .. count - 1 ]
    |> List.sumBy (fun panel -> half * rule.Integrate(fun x -> f (low + half * (float (2 * panel + 1) + x))))

/// P(lower <= z <= upper), or 0 if the interval is empty, without cancellation.
let private strip lower upper =
    if upper <= lower then
        0.0
    elif upper - lower < 1.0 then
        average 1 lower upper Normal.Pdf
    elif lower > 0.0 then
        Normal.Cdf -lower - Normal.Cdf -upper
    else
        Normal.Cdf upper - Normal.Cdf lower

/// (1/2π) ∫ exp(−(h² + k² − 2hk cos t)/(2 sin²t)) dt over [first, last] in [0, π/2]. With T = tan(t/2) the exponent is −max(h², k²)/2 − q²,
/// q = (|h + k| T − |h − k|/T)/√8, which rises with T; in s = log T, dt = ds/cosh s, no transition is narrow where the integrand counts.
let private overAngle h k first last =
    let sum, difference = abs (h + k) / sqrt 8.0, abs (h - k) / sqrt 8.0
    let first, last = tan (first / 2.0), tan (last / 2.0)

    let q t =
        sum * t - (if difference > 0.0 then difference / t else 0.0)

    let negligible = 40.0
    let nearest = Math.Clamp(0.0, q first, max (q first) (q last))
    let reach = sqrt (nearest * nearest + negligible)
    let root = reach + sqrt (reach * reach + 4.0 * sum * difference)
    let high = min last (root / (2.0 * sum))
    let low = max (max first (2.0 * difference / root)) (high * exp -negligible)

    if not (low < high) then
        0.0
    else
        let panels = 1 + int (log (high / low) / 1.25)

        let integral =
            average panels (log low) (log high) (fun s ->
                let t = exp s
                exp -(q t * q t) * 2.0 * t / (1.0 + t * t))

        Normal.Pdf(max (abs h) (abs k)) / sqrt (2.0 * Math.PI) * integral

/// P(x <= h, y <= k) for standard normal x and y at the angle θ (Plackett 1954: its derivative by the correlation is the density), from the
/// nearer of π/2 and π, where it is elementary, so that only positive numbers are added.
let cdf h k theta =
    if theta <= Math.PI / 2.0 then
        Normal.Cdf h * Normal.Cdf k + overAngle h k theta (Math.PI / 2.0)
    else
        strip -k h + overAngle h -k 0.0 (Angles.Supplement theta)
