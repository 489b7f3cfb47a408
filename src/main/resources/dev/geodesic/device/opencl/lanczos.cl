/*
 * The largest eigenvalue of a symmetric matrix by Lanczos iteration; see ritz.cl. Vectors are not
 * reorthogonalised: a ghost copy of the largest eigenvalue is as large.
 */

/*
 * Work-group: matrix k, [order, order], both triangles. largest[k] = σ_max, from a start of norm 1,
 * [order]. Iterates until the largest Ritz value, which only grows, gains less than tolerance of
 * itself between two looks.
 *
 * work: the last two vectors and the next one, [count, 3, order].
 */
LINE __kernel void lanczos(__global const double *matrices, int order, __global const double *start,
                           double tolerance, __global double *work, __global double *largest,
                           int place) {
  __local double shared[GROUP];
  __local double parts[STRIPS * GROUP];
  __local int beyond[GROUP];
  __local double alphas[MOST_ITERATIONS];
  __local double betas[MOST_ITERATIONS];
  int me = get_local_id(0);
  long k = get_group_id(0);
  __global const double *matrix = matrices + k * order * order;
  __global double *previous = work + k * 3 * order;
  __global double *current = previous + order;
  __global double *next = current + order;
  for (int i = me; i < order; i += GROUP) {
    previous[i] = 0;
    current[i] = start[i];
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
  double scale = inverse_size(matrix, order, shared);
  double most = 0;
  double before = 0;
  int step = 0;
  bool is_finite = true;
  bool ends = false;
  while (!ends) {
    for (int turn = 0; turn < LOOK_EVERY && !ends; turn++) {
      group_multiply(matrix, order, current, next, parts);
      double sum = 0;
      for (int i = me; i < order; i += GROUP) {
        next[i] *= scale;
        sum += current[i] * next[i];
      }
      double alpha = group_sum(sum, shared);
      sum = 0;
      for (int i = me; i < order; i += GROUP) {
        double rest = next[i] - (alpha * current[i] + before * previous[i]);
        next[i] = rest;
        sum += rest * rest;
      }
      double beta = sqrt(group_sum(sum, shared));
      for (int i = me; i < order; i += GROUP) {
        next[i] /= beta;
      }
      if (me == 0) {
        alphas[step] = alpha;
        betas[step] = beta;
      }
      barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
      step++;
      is_finite = isfinite(alpha + beta);
      /* Negated, so that NaN ends the iteration, too. */
      ends = !(beta > 0) || step == MOST_ITERATIONS;
      before = beta;
      __global double *unused = previous;
      previous = current;
      current = next;
      next = unused;
    }
    double ritz = largest_ritz_value(alphas, betas, step, beyond);
    ends = ends || !(ritz - most > tolerance * ritz);
    most = ritz;
  }
  if (me == 0) {
    largest[place + k] = is_finite ? most / scale : NAN;
  }
}
