/*
 * Kronecker factors. Each has matrices M = V diag(σ) Vᵀ of one order, float64
 * [matrices, order, order]: one for each trial, or a single one that all trials share, so that
 * t % matrices is the matrix of trial t. V is row-major, its columns are the eigenvectors.
 */

/* Returns keep·x, and 0 if keep is 0, whatever x. */
double kept(double keep, double x) {
  return keep == 0 ? 0 : keep * x;
}

/* Work-item: element i of count. m = keep·m. */
LINE __kernel void kronecker_keep(double keep, long count, __global double *m) {
  long i = get_global_id(0);
  if (i < count) {
    m[i] = kept(keep, m[i]);
  }
}

/*
 * Work-group: row (t, i) of M. M_t = keep·M_t + share·Σ_b (diag p_b − p_b p_bᵀ) on and below the
 * diagonal, from products_t = Σ_b p_b p_bᵀ there. The rows of what is added sum to 0, so that its
 * diagonal is minus the sum of the rest of each row: computed so, nothing cancels, however
 * confident a prediction is.
 */
LINE __kernel void kronecker_add_covariance(__global const double *products, double keep,
                                            double share, int order, __global double *m) {
  __local double shared[GROUP];
  long row = get_group_id(0);
  int i = row % order;
  __global const double *all = products + row / order * order * order;
  __global double *mine = m + row * order;
  double rest = 0;
  for (int j = get_local_id(0); j < order; j += GROUP) {
    if (j < i) {
      double product = all[(long)i * order + j];
      mine[j] = kept(keep, mine[j]) - share * product;
      rest += product;
    } else if (j > i) {
      rest += all[(long)j * order + i];
    }
  }
  rest = group_sum(rest, shared);
  if (get_local_id(0) == 0) {
    mine[i] = kept(keep, mine[i]) + share * rest;
  }
}

/* Work-item: element i of count. A float32 copy. */
LINE __kernel void kronecker_narrow(__global const double *wide, long count,
                                    __global float *narrow) {
  long i = get_global_id(0);
  if (i < count) {
    narrow[i] = wide[i];
  }
}

/*
 * Work-item: element i of the moments [batch, width]. moments[b] = Σ_j x[b·terms + j]², x
 * [batch·terms, width].
 */
LINE __kernel void kronecker_squares_of_floats(__global const float *x, long from, int terms,
                                               int width, long count, __global double *moments) {
  long i = get_global_id(0);
  if (i < count) {
    __global const float *first = x + from + i / width * terms * width + i % width;
    double sum = 0;
    for (int j = 0; j < terms; j++) {
      double value = first[(long)j * width];
      sum += value * value;
    }
    moments[i] = sum;
  }
}

/* Work-item: element i of count. moments = x². */
LINE __kernel void kronecker_squares_of_doubles(__global const double *x, long count,
                                                __global double *moments) {
  long i = get_global_id(0);
  if (i < count) {
    moments[i] = x[i] * x[i];
  }
}

/*
 * Work-item: eigenvector k of trial t at sample b, element i of count = batch·trials·order.
 * variances = Σ_y p_y (V_yk − mean)², where no large numbers cancel, from means Vᵀp.
 */
LINE __kernel void kronecker_variances(__global const double *p, __global const double *vectors,
                                       int matrices, int order, long count,
                                       __global const double *means,
                                       __global double *variances) {
  long i = get_global_id(0);
  if (i < count) {
    long row = i / order;
    __global const double *mine = vectors + row % matrices * order * order + i % order;
    double mean = means[i];
    double sum = 0;
    for (int y = 0; y < order; y++) {
      double distance = mine[(long)y * order] - mean;
      sum += p[row * order + y] * distance * distance;
    }
    variances[i] = sum;
  }
}

/*
 * The mean over eigenvectors that are alike, in units of the factor. groups [matrices, 3, order]
 * lists the eigenvectors group by group, those of more than few members first, then where the group
 * of each place of that list begins, then where it ends.
 *
 * Work-item: a place of the list at row (b, t), element i of count. Groups of few members.
 */
LINE __kernel void kronecker_share_among_few(__global const double *moments,
                                             __global const int *groups, int few,
                                             __global const double *units, int matrices, int order,
                                             long count, __global double *means) {
  long i = get_global_id(0);
  if (i < count) {
    long row = i / order;
    int place = i % order;
    int t = row % matrices;
    __global const int *members = groups + (long)t * 3 * order;
    int start = members[order + place];
    int end = members[2 * order + place];
    if (end - start <= few) {
      double sum = 0;
      for (int e = start; e < end; e++) {
        sum += moments[row * order + members[e]];
      }
      means[row * order + members[place]] = sum / (end - start) / units[t];
    }
  }
}

/* Work-group: row (b, t). As kronecker_share_among_few, the groups of more members. */
LINE __kernel void kronecker_share_among_many(__global const double *moments,
                                              __global const int *groups, int few,
                                              __global const double *units, int matrices,
                                              int order, __global double *means) {
  __local double shared[GROUP];
  long row = get_group_id(0);
  int t = row % matrices;
  __global const int *members = groups + (long)t * 3 * order;
  __global const int *ends = members + 2 * order;
  int start = 0;
  while (start < order && ends[start] - start > few) {
    int end = ends[start];
    double sum = 0;
    for (int e = start + (int)get_local_id(0); e < end; e += GROUP) {
      sum += moments[row * order + members[e]];
    }
    double mean = group_sum(sum, shared) / (end - start) / units[t];
    for (int e = start + (int)get_local_id(0); e < end; e += GROUP) {
      means[row * order + members[e]] = mean;
    }
    start = end;
  }
}

/*
 * Work-group: row (t, o) of the products [trials, outputs, inputs]. products[t, o, i] =
 * (σ_o + outputShifts[t])·(α_i + inputShifts[t]) in the product of the units.
 */
LINE __kernel void kronecker_products(__global const double *sigma,
                                      __global const double *outputUnits,
                                      __global const double *outputShifts, int outputMatrices,
                                      int outputs, __global const double *alpha,
                                      __global const double *inputUnits,
                                      __global const double *inputShifts, int inputMatrices,
                                      int inputs, __global float *products) {
  long row = get_group_id(0);
  int t = row / outputs;
  int o = row % outputs;
  int left = t % outputMatrices;
  int right = t % inputMatrices;
  double units = outputUnits[left] * inputUnits[right];
  double factor = (sigma[(long)left * outputs + o] + outputShifts[t]) / units;
  for (int i = get_local_id(0); i < inputs; i += GROUP) {
    products[row * inputs + i] = factor * (alpha[(long)right * inputs + i] + inputShifts[t]);
  }
}

/*
 * Work-group: one portion of the eigenvalues of trial t = global id 1, part numbers.
 * largest[t, portion] = the largest of the portion, or 0. NaN are skipped.
 */
LINE __kernel void kronecker_largest(__global const float *eigenvalues, long part,
                                     __global float *largest) {
  __local float shared[GROUP];
  int me = get_local_id(0);
  long t = get_global_id(1);
  float most = 0;
  for (long i = get_global_id(0); i < part; i += get_global_size(0)) {
    float value = eigenvalues[t * part + i];
    most = value > most ? value : most;
  }
  shared[me] = most;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int span = GROUP / 2; span > 0; span /= 2) {
    if (me < span && shared[me + span] > shared[me]) {
      shared[me] = shared[me + span];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (me == 0) {
    largest[t * get_num_groups(0) + get_group_id(0)] = shared[0];
  }
}

/*
 * Work-item: some of the coordinates of trial t = global id 1, part numbers. coordinates /=
 * units[t]·(eigenvalues + λ), λ = shifts[t], but 0 where an eigenvalue is at most zero of the
 * largest and λ smaller than that. With λ >= surely, in units of the eigenvalues, no quotient is
 * set to 0, and the largest need not be known.
 */
LINE __kernel void kronecker_divide(__global float *coordinates,
                                    __global const float *eigenvalues, long part,
                                    __global const double *units, __global const double *shifts,
                                    double surely, double zero, __global const float *largest,
                                    int portions) {
  long t = get_global_id(1);
  float shift = shifts[t];
  /* Below all eigenvalues. */
  float bound = -1;
  /* Not if λ is NaN. */
  if (shift < (float)surely) {
    float most = 0;
    for (int k = 0; k < portions; k++) {
      float value = largest[t * portions + k];
      most = value > most ? value : most;
    }
    float least = (float)zero * most;
    bound = shift > 0 && shift >= least ? -1 : least;
  }
  double inverse = 1 / units[t];
  for (long i = get_global_id(0); i < part; i += get_global_size(0)) {
    float below = eigenvalues[t * part + i];
    float quotient = coordinates[t * part + i] / (below + shift);
    /* A power of two, in float64 that neither it nor the quotient overflows. */
    coordinates[t * part + i] = below <= bound ? 0 : (float)(quotient * inverse);
  }
}
