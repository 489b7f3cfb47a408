/*
 * Cholesky factorisations L·Lᵀ of symmetric matrices of one order, [count, order, order] float64,
 * of which only the lower triangles are read and overwritten. A factorisation goes from one block
 * of BLOCK columns to the next (Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.9):
 * cholesky_block, cholesky_panel, and a product for the columns that are left. Where a pivot is not
 * positive failed[k] becomes 1, and the factor of matrix k is of no use.
 */
/*
 * Work-group: matrix k. Factorises the block of the diagonal from row and column from on. Pivots
 * also go to local memory, so that an order need not be a multiple of BLOCK.
 */
LINE __kernel void cholesky_block(__global double *matrices, int order, int from,
                                  __global int *failed) {
  __local double block[BLOCK][BLOCK + 1];
  int me = get_local_id(0);
  long k = get_group_id(0);
  int size = min(BLOCK, order - from);
  __global double *matrix = matrices + k * order * order + (long)from * order + from;
  for (int e = me; e < size * size; e += GROUP) {
    block[e / size][e % size] = matrix[(long)(e / size) * order + e % size];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int j = 0; j < size; j++) {
    double pivot = block[j][j];
    double root = sqrt(pivot);
    barrier(CLK_LOCAL_MEM_FENCE);
    /* Negated, so that NaN fails, too. */
    if (me == 0 && !(pivot > 0)) {
      failed[k] = 1;
    }
    for (int i = j + me; i < size; i += GROUP) {
      block[i][j] = i == j ? root : block[i][j] / root;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    int rest = size - j - 1;
    for (int e = me; e < rest * rest; e += GROUP) {
      int row = j + 1 + e / rest;
      int column = j + 1 + e % rest;
      if (column <= row) {
        block[row][column] -= block[row][j] * block[column][j];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int e = me; e < size * size; e += GROUP) {
    if (e % size <= e / size) {
      matrix[(long)(e / size) * order + e % size] = block[e / size][e % size];
    }
  }
}

/*
 * Work-item: a row below the block, of matrix k = global id 1. Replaces the row's part x in the
 * block's columns by that of L, which solves x = l·Lᵀ with the block's L.
 */
LINE __kernel void cholesky_panel(__global double *matrices, int order, int from) {
  __local double block[BLOCK][BLOCK + 1];
  long k = get_global_id(1);
  __global double *matrix = matrices + k * order * order;
  for (int e = get_local_id(0); e < BLOCK * BLOCK; e += GROUP) {
    block[e / BLOCK][e % BLOCK] = matrix[(long)(from + e / BLOCK) * order + from + e % BLOCK];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  int row = from + BLOCK + get_global_id(0);
  if (row >= order) {
    return;
  }
  __global double *mine = matrix + (long)row * order + from;
  double x[BLOCK];
  for (int j = 0; j < BLOCK; j++) {
    double rest = mine[j];
    for (int i = 0; i < j; i++) {
      rest -= x[i] * block[j][i];
    }
    x[j] = rest / block[j][j];
  }
  for (int j = 0; j < BLOCK; j++) {
    mine[j] = x[j];
  }
}

/*
 * Work-item: right-hand side j of columns, of matrix k of count, j fastest. Solves L·y = x, then
 * Lᵀ·z = y, in place; element i of the right-hand side lies at k·layer + i·row + j. Neighbours read
 * neighbouring right-hand sides, and those of one matrix the same element of L. Where failed is not
 * 0 the right-hand sides are left alone.
 */
LINE __kernel void cholesky_solve_columns(__global const double *factors, int order,
                                          __global const int *failed, __global double *x, int row,
                                          long layer, int columns, int count) {
  int j = get_global_id(0) % columns;
  long k = get_global_id(0) / columns;
  if (k >= count || failed[k]) {
    return;
  }
  __global const double *l = factors + k * order * order;
  x += k * layer + j;
  for (int i = 0; i < order; i++) {
    double rest = x[(long)i * row];
    for (int m = 0; m < i; m++) {
      rest -= l[(long)i * order + m] * x[(long)m * row];
    }
    x[(long)i * row] = rest / l[(long)i * order + i];
  }
  for (int i = order - 1; i >= 0; i--) {
    double rest = x[(long)i * row];
    for (int m = i + 1; m < order; m++) {
      rest -= l[(long)m * order + i] * x[(long)m * row];
    }
    x[(long)i * row] = rest / l[(long)i * order + i];
  }
}

/*
 * Work-group: matrix k. Solves for one right-hand side of it, [count, order], in place. Where
 * failed is not 0 it is left alone.
 */
LINE __kernel void cholesky_solve_vector(__global const double *factors, int order,
                                         __global const int *failed, __global double *x) {
  __local double shared[GROUP];
  int me = get_local_id(0);
  long k = get_group_id(0);
  if (failed[k]) {
    return;
  }
  __global const double *l = factors + k * order * order;
  x += k * order;
  for (int i = 0; i < order; i++) {
    double sum = 0;
    for (int m = me; m < i; m += GROUP) {
      sum += l[(long)i * order + m] * x[m];
    }
    sum = group_sum(sum, shared);
    if (me == 0) {
      x[i] = (x[i] - sum) / l[(long)i * order + i];
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
  }
  /* Row by row of L once more: a row of Lᵀ would be a column of L, with distant elements. */
  for (int i = order - 1; i >= 0; i--) {
    double z = x[i] / l[(long)i * order + i];
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int m = me; m < i; m += GROUP) {
      x[m] -= l[(long)i * order + m] * z;
    }
    if (me == 0) {
      x[i] = z;
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
  }
}

/*
 * Work-item: column j of matrix k = global id 1. inverses = L⁻¹, lower triangles, with zeros above.
 */
LINE __kernel void cholesky_invert(__global const double *factors, int order,
                                   __global double *inverses) {
  int j = get_global_id(0);
  long k = get_global_id(1);
  if (j >= order) {
    return;
  }
  __global const double *l = factors + k * order * order;
  __global double *inverse = inverses + k * order * order + j;
  for (int i = 0; i < order; i++) {
    double sum = i == j ? 1 : 0;
    for (int m = j; m < i; m++) {
      sum -= l[(long)i * order + m] * inverse[(long)m * order];
    }
    inverse[(long)i * order] = i < j ? 0 : sum / l[(long)i * order + i];
  }
}

/* Work-item: element i of count. */
LINE __kernel void clear_ints(__global int *x, long count) {
  long i = get_global_id(0);
  if (i < count) {
    x[i] = 0;
  }
}
