/*
 * Matrix products, compiled once for each combination of the types LEFT, RIGHT, RESULT and of the
 * SUM over the depth, under a NAME. For each layer z of the launch
 *
 *   c[m, n] = kept·c[m, n] + Σ_k (factor·a[m, k])·b[k, n]
 *
 * of rows × columns, with no factor if rowsOfFactor is 0, factors[z] if it is negative, or else
 * factors[m / rowsOfFactor]. It multiplies in float64, before anything is rounded to SUM: an
 * element may be too large for that, and the product not. Rows of factor 0 are left alone where c is
 * kept, whatever a. Here a[m, k] lies at aFrom + z·aLayer + m·aRow + k·aColumn, and so on. The
 * terms of an element are summed one after the other, k ascending: no bit depends on the others.
 * Each work-item computes a block of EACH × EACH elements, that lie SIDE apart, and a work-group
 * keeps the parts of a and b that it needs in local memory. If lower, c is symmetric: elements above
 * its diagonal may be left as they are.
 */
#ifndef TILE
#define TILE (EACH * SIDE)
#define DEPTH SIDE

/* The factor of a row of layer z, of which there is one. */
double row_factor(__global const double *factors, int rowsOfFactor, int row, long z) {
  return factors[rowsOfFactor < 0 ? z : row / rowsOfFactor];
}
#endif

SQUARE __kernel void NAME(__global const LEFT *a, long aFrom, int aRow, int aColumn, long aLayer,
                          __global const RIGHT *b, long bFrom, int bRow, int bColumn, long bLayer,
                          __global RESULT *c, long cFrom, int cRow, long cLayer, int rows,
                          int columns, int depth, __global const double *factors, int rowsOfFactor,
                          int kept, int lower) {
  __local SUM left[DEPTH][TILE + 1];
  __local SUM right[DEPTH][TILE + 1];
  int x = get_local_id(0);
  int y = get_local_id(1);
  int me = y * SIDE + x;
  /* Where there are too many for one launch, later ones have an offset. */
  long z = get_global_id(2);
  int firstRow = (get_group_id(1) + get_global_offset(1) / SIDE) * TILE;
  int firstColumn = get_group_id(0) * TILE;
  if (lower) {
    if (firstColumn >= firstRow + TILE) {
      return;
    }
  }
  a += aFrom + z * aLayer;
  b += bFrom + z * bLayer;
  c += cFrom + z * cLayer;
  SUM sums[EACH][EACH];
  for (int i = 0; i < EACH; i++) {
    for (int j = 0; j < EACH; j++) {
      sums[i][j] = 0;
    }
  }
  for (int from = 0; from < depth; from += DEPTH) {
    /* Neighbours read along the side whose elements are neighbours in memory. */
    for (int e = me; e < TILE * DEPTH; e += SIDE * SIDE) {
      int k = aColumn == 1 ? e % DEPTH : e / TILE;
      int m = aColumn == 1 ? e / DEPTH : e % TILE;
      SUM element = 0;
      if (firstRow + m < rows && from + k < depth) {
        LEFT l = a[(long)(firstRow + m) * aRow + (long)(from + k) * aColumn];
        element = rowsOfFactor == 0
                      ? (SUM)l
                      : (SUM)(row_factor(factors, rowsOfFactor, firstRow + m, z) * l);
      }
      left[k][m] = element;
    }
    for (int e = me; e < TILE * DEPTH; e += SIDE * SIDE) {
      int k = bRow == 1 ? e % DEPTH : e / TILE;
      int n = bRow == 1 ? e / DEPTH : e % TILE;
      SUM element = 0;
      if (firstColumn + n < columns && from + k < depth) {
        element = b[(long)(from + k) * bRow + (long)(firstColumn + n) * bColumn];
      }
      right[k][n] = element;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    int end = min(DEPTH, depth - from);
    for (int k = 0; k < end; k++) {
      for (int i = 0; i < EACH; i++) {
        SUM l = left[k][y + i * SIDE];
        for (int j = 0; j < EACH; j++) {
          sums[i][j] = fma(l, right[k][x + j * SIDE], sums[i][j]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < EACH; i++) {
    int m = firstRow + y + i * SIDE;
    if (m >= rows) {
      continue;
    }
    if (kept && rowsOfFactor != 0 && row_factor(factors, rowsOfFactor, m, z) == 0) {
      continue;
    }
    for (int j = 0; j < EACH; j++) {
      int n = firstColumn + x + j * SIDE;
      if (n < columns) {
        long at = (long)m * cRow + n;
        c[at] = (RESULT)((kept ? (SUM)c[at] : (SUM)0) + sums[i][j]);
      }
    }
  }
}
