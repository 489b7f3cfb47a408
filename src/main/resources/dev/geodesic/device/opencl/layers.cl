/* The hidden units of a network. */

/*
 * Work-item: element i of the activations [rows, width], rows = batch·trials. activations = φ(sums)
 * of [rows, units], and 1 for a unit beyond, the bias.
 */
LINE __kernel void activate(int activation, __global const double *sums, int units, int width,
                            long count, __global double *activations) {
  long i = get_global_id(0);
  if (i < count) {
    int unit = i % width;
    double value = 1;
    if (unit < units) {
      double sum = sums[i / width * units + unit];
      value = activation == TANH ? tanh(sum) : sum <= 0 ? 0 : sum;
    }
    activations[i] = value;
  }
}

/*
 * Work-item: element i of the cotangents [batch·repeats, trials, units]. c *= φ′, from activations
 * [batch, trials, width].
 */
LINE __kernel void multiply_by_derivative(int activation, __global const double *activations,
                                          int width, int repeats, int trials, int units,
                                          long count, __global double *cotangents) {
  long i = get_global_id(0);
  if (i < count) {
    int unit = i % units;
    int t = i / units % trials;
    long b = i / ((long)units * trials) / repeats;
    double a = activations[(b * trials + t) * width + unit];
    cotangents[i] = activation == TANH ? cotangents[i] * (1 - a * a) : a > 0 ? cotangents[i] : 0;
  }
}
