/*
 * What all kernels share. What the host must know, too, is defined before: GROUP, the work-items of
 * a work-group, SIDE, the side of a square one, and the constants of single files. Panels are float64 [batch, trials, width], weights float32
 * [trials, outputs, inputs], the last index fastest. Sums are taken in an order that depends on
 * GROUP and on the shape of one trial alone, so that no bit of a trial depends on its company.
 */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF

#define LINE __attribute__((reqd_work_group_size(GROUP, 1, 1)))
#define SQUARE __attribute__((reqd_work_group_size(SIDE, SIDE, 1)))

/* No probability is less than exp(LOWEST), so that 1/p is finite and none is a denormal. */
#define LOWEST (-700.0)

/* Returns the sum over a work-group. Every work-item of it must call this. */
double group_sum(double mine, __local double *shared) {
  int me = get_local_id(0);
  shared[me] = mine;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int span = GROUP / 2; span > 0; span /= 2) {
    if (me < span) {
      shared[me] += shared[me + span];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  double sum = shared[0];
  barrier(CLK_LOCAL_MEM_FENCE);
  return sum;
}

/* Returns the largest number of a work-group. Every work-item of it must call this. */
double group_most(double mine, __local double *shared) {
  int me = get_local_id(0);
  shared[me] = mine;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int span = GROUP / 2; span > 0; span /= 2) {
    if (me < span) {
      shared[me] = fmax(shared[me], shared[me + span]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  double most = shared[0];
  barrier(CLK_LOCAL_MEM_FENCE);
  return most;
}

/* Returns the index of the largest of a row, the first of equals. */
int likeliest(__global const double *row, int classes) {
  int best = 0;
  for (int c = 1; c < classes; c++) {
    best = row[c] > row[best] ? c : best;
  }
  return best;
}
