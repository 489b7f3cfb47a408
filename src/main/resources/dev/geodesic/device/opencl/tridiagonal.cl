/*
 * Symmetric tridiagonal matrices T with diagonal d and off-diagonal elements e, of which e[i]
 * stands beside d[i] and d[i + 1], and the reduction of symmetric matrices to them, M = Q·T·Qᵀ.
 */

/* A column of a matrix of about 1 whose square is no more than this counts as zero. */
#define NOTHING 1e-280

/* Returns an upper bound on half the largest absolute eigenvalue, max_i |d[i]| + |e[i]|. */
double tridiagonal_norm(__global const double *d, __global const double *e, int n) {
  double most = 0;
  for (int i = 0; i < n; i++) {
    most = fmax(most, fabs(d[i]) + fabs(e[i]));
  }
  return most;
}

/*
 * Counts the eigenvalues at or below x of the part of T from an index on, which must be a block of
 * its own, by the pivots of T − xI that are not positive (Golub and Van Loan, Matrix Computations,
 * 4th ed., section 8.4.1).
 */
int count_up_to(__global const double *d, __global const double *e, int from, int n, double norm,
                double x) {
  double least = DBL_MIN * (1 + norm);
  int count = 0;
  double pivot = 1;
  double beside = 0;
  for (int i = from; i < n; i++) {
    pivot = d[i] - x - beside * (beside / pivot);
    if (!(pivot > least)) {
      count++;
      pivot = fmin(pivot, -least);
    }
    beside = e[i];
  }
  return count;
}

/*
 * Returns the largest eigenvalue of T to the last digits of its norm: an interval is cut at GROUP
 * points at a time, each work-item counting at one of them. Every one of a group must call this.
 */
double group_largest(__global const double *d, __global const double *e, int n, double norm,
                     __local double *shared) {
  double low = d[0];
  for (int i = 1; i < n; i++) {
    low = fmax(low, d[i]);
  }
  double high = 2 * norm;
  double middle = low + (high - low) / 2;
  while (low < middle && middle < high) {
    double step = (high - low) / (GROUP + 1);
    double mine = low + step * (get_local_id(0) + 1);
    bool is_below = count_up_to(d, e, 0, n, norm, mine) < n;
    double below = group_sum(is_below ? 1 : 0, shared);
    high = below == GROUP ? high : low + step * (below + 1);
    low = below == 0 ? low : low + step * below;
    middle = low + (high - low) / 2;
  }
  return middle;
}

/*
 * Work-group: matrix k of about 1, [order, order], both triangles. Reduces it to T, column by
 * column as LAPACK's dsytd2 (Golub and Van Loan, Matrix Computations, 4th ed., section 8.3.1):
 * Q = H_0·H_1…H_{n−2}, H_i = I − τ_i·v_i·v_iᵀ, v_i with zeros up to i and a 1 at i + 1. Row i
 * receives v_i from i + 1 on. A reflection changes what is left of the matrix to
 *
 *   A − v·wᵀ − w·vᵀ,  w = τ·A·v − (τ²·vᵀAv/2)·v,
 *
 * which is done when the next one reads it: each element is read and written once a column.
 *
 * work: w and A·v, [count, 2, order].
 */
LINE __kernel void tridiagonal_reduce(__global double *matrices, int order, __global double *d,
                                      __global double *e, __global double *tau,
                                      __global double *work) {
  __local double shared[GROUP];
  __local double parts[STRIPS * GROUP];
  int me = get_local_id(0);
  int lane = me % LANES;
  int part = me / LANES;
  long k = get_group_id(0);
  __global double *matrix = matrices + k * order * order;
  d += k * order;
  e += k * order;
  tau += k * order;
  __global double *w = work + k * 2 * order;
  __global double *product = w + order;
  for (int i = me; i < order; i += GROUP) {
    w[i] = 0;
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
  /*
   * The v of the reflection before; of the first one any numbers will do, as w is 0, but not those
   * of the first row, which others are writing then.
   */
  __global const double *before = w;
  for (int i = 0; i < order - 1; i++) {
    __global double *row = matrix + (long)i * order;
    double square = 0;
    double first = before[i];
    double factor = w[i];
    for (int c = i + me; c < order; c += GROUP) {
      double x = row[c] - (first * w[c] + factor * before[c]);
      row[c] = x;
      square += c > i + 1 ? x * x : 0;
    }
    square = group_sum(square, shared);
    barrier(CLK_GLOBAL_MEM_FENCE);
    double alpha = row[i + 1];
    /* NaN goes on, so that it spreads. */
    bool is_done = square <= NOTHING;
    double beta = is_done ? alpha : -copysign(sqrt(alpha * alpha + square), alpha);
    double t = is_done ? 0 : (beta - alpha) / beta;
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int c = i + 1 + me; c < order; c += GROUP) {
      row[c] = c == i + 1 ? 1 : is_done ? 0 : row[c] / (alpha - beta);
    }
    if (me == 0) {
      d[i] = row[i];
      e[i] = beta;
      tau[i] = t;
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int from = (i + 1) / LANES * LANES; from < order; from += WIDE) {
      double sums[STRIPS];
      double left[STRIPS];
      double right[STRIPS];
      for (int s = 0; s < STRIPS; s++) {
        int c = from + s * LANES + lane;
        bool inside = c > i && c < order;
        sums[s] = 0;
        left[s] = inside ? w[c] : 0;
        right[s] = inside ? before[c] : 0;
      }
      for (int j = i + 1 + part; j < order; j += PARTS) {
        __global double *a = matrix + (long)j * order;
        double v = row[j];
        double old = before[j];
        double old_w = w[j];
        for (int s = 0; s < STRIPS; s++) {
          int c = from + s * LANES + lane;
          if (c > i && c < order) {
            double x = a[c] - (old * left[s] + old_w * right[s]);
            a[c] = x;
            sums[s] = fma(x, v, sums[s]);
          }
        }
      }
      add_parts(sums, from, i + 1, order, product, parts);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    double curvature = 0;
    for (int c = i + 1 + me; c < order; c += GROUP) {
      curvature += product[c] * row[c];
    }
    double along = t * t * group_sum(curvature, shared) / 2;
    for (int c = i + 1 + me; c < order; c += GROUP) {
      w[c] = t * product[c] - along * row[c];
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    before = row;
  }
  if (me == 0) {
    d[order - 1] = matrix[(long)order * order - 1];
    e[order - 1] = 0;
  }
}

/*
 * Work-group: row global id 1 of the pair k = group id 0, [2, order], a vector and its image, which
 * is left alone where large[k] is 0. Replaces the row x by Qᵀx, or by Qx, Q as tridiagonal_reduce
 * leaves it.
 */
LINE __kernel void tridiagonal_turn(__global const double *reflectors, __global const double *tau,
                                    int order, int transposed, __global const int *large,
                                    __global double *pairs) {
  __local double shared[GROUP];
  int me = get_local_id(0);
  long k = get_group_id(0);
  __global double *x = pairs + (2 * k + get_global_id(1)) * order;
  int steps = get_global_id(1) == 1 && !large[k] ? 0 : order - 1;
  for (int step = 0; step < steps; step++) {
    int i = transposed ? step : order - 2 - step;
    __global const double *v = reflectors + (k * order + i) * order;
    /* A work-item has the same elements of x at every step. */
    double sum = 0;
    for (int c = me; c < order; c += GROUP) {
      sum += c > i ? v[c] * x[c] : 0;
    }
    double factor = tau[k * order + i] * group_sum(sum, shared);
    for (int c = me; c < order; c += GROUP) {
      x[c] -= c > i ? factor * v[c] : 0;
    }
  }
}
