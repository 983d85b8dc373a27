package io.gatun.job;

/**
 * A sum of doubles that carries along what each addition rounds away: its error is one rounding of the result, plus some
 * 10⁻³² of the sum of magnitudes for each addend.
 *
 * <p><b>Threads:</b> one.
 *
 * @see <a href="https://doi.org/10.1002/zamm.19740540106">Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation
 *     endlicher Summen, 1974</a>
 * @see <a href="https://doi.org/10.1137/030601818">Ogita, Rump and Oishi, Accurate Sum and Dot Product, 2005</a>
 */
public final class CompensatedSum {
    private double sum;
    private double lost;

    /** Makes the sum of nothing. */
    public CompensatedSum() {}

    /** Adds a number. Without a branch, by Knuth's exact sum of two, so that it also runs well before it is compiled. */
    public void add(double value) {
        double total = sum + value;
        double fromValue = total - sum;
        lost += (sum - (total - fromValue)) + (value - fromValue);
        sum = total;
    }

    /** Returns the sum; 0 of nothing, infinite or NaN as the plain sum would be. */
    public double value() {
        return Double.isFinite(sum) ? sum + lost : sum;
    }
}
