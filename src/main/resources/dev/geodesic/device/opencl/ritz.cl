/*
 * Lanczos iterations on what is symmetric positive semidefinite (Golub and Van Loan, Matrix
 * Computations, 4th ed., section 10.1) build a tridiagonal matrix T of alpha on the diagonal and
 * beta beside it, whose largest eigenvalue, the Ritz value, grows towards that of the whole.
 */

/* Iterations between two looks at the Ritz value. */
#define LOOK_EVERY 3

/* Relative tolerance of a Ritz value. */
#define RITZ_TOLERANCE 1e-12

/* Rounds of a search, which NaN would not end. */
#define MOST_ROUNDS 200

/* Whether all eigenvalues of T are below x: all pivots of T − x·I are negative. */
bool is_beyond_all(__local const double *alpha, __local const double *beta, int size, double x) {
  double pivot = alpha[0] - x;
  for (int i = 1; i < size && pivot < 0; i++) {
    pivot = alpha[i] - x - beta[i - 1] * beta[i - 1] / pivot;
  }
  return pivot < 0;
}

/*
 * Returns the largest eigenvalue of T to RITZ_TOLERANCE. Each work-item of the group tries a point
 * between the bounds, which therefore close in by GROUP + 1 in a round. Every work-item must call
 * this.
 */
double largest_ritz_value(__local const double *alpha, __local const double *beta, int size,
                          __local int *beyond) {
  int me = get_local_id(0);
  double low = -INFINITY;
  double high = 0;
  for (int i = 0; i < size; i++) {
    double beside = (i == 0 ? 0 : beta[i - 1]) + (i == size - 1 ? 0 : beta[i]);
    low = fmax(low, alpha[i]);
    double bound = alpha[i] + beside;
    high = bound <= high ? high : bound;
  }
  for (int round = 0;
       round < MOST_ROUNDS && !(high - low <= RITZ_TOLERANCE * high) && isfinite(high); round++) {
    double step = (high - low) / (GROUP + 1);
    beyond[me] = is_beyond_all(alpha, beta, size, low + (me + 1) * step);
    barrier(CLK_LOCAL_MEM_FENCE);
    int first = 0;
    while (first < GROUP && !beyond[first]) {
      first++;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    double from = low;
    low = first == 0 ? from : from + first * step;
    high = first == GROUP ? high : from + (first + 1) * step;
  }
  return high;
}
