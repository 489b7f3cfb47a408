/*
 * Factors of the Fisher matrix of a network with softmax output, and the matrices made of them. For
 * a sample b and a trial t, N of [classes, r] factors the curvature of the outputs, and N·u is the
 * derivative of the loss; both are kept as n[t, i, (b, j)] and u[t, (b, j)], the latter times 1/√B.
 * The columns of A are J_bᵀN_bj/√B, F = A·Aᵀ, G = Aᵀ·A, g = A·u.
 */

/* The inverse of the probability of a label, at most a bound. */
double bounded_inverse(double p, double most) {
  double inverse = 1 / p;
  /* Not fmin, which leaves out a NaN. */
  return inverse >= most ? most : inverse;
}

/*
 * Writes the Cholesky factor of diag p − p·pᵀ by tail sums (Tanabe and Sagae 1992), and u =
 * Nᵀ(−e_y/p_y), of one sample. Rows of N lie stride apart, and p is one row.
 */
void exact_factor(__global const double *p, int classes, int label, double inverse,
                  __global double *n, long stride, __global double *u) {
  double tail = p[classes - 1];
  for (int j = classes - 2; j >= 0; j--) {
    double before = tail;
    tail += p[j];
    /* In this order: the product of two tail sums may underflow. */
    double share = p[j] / tail;
    double below = -sqrt(share / before);
    for (int i = 0; i < j; i++) {
      n[i * stride + j] = 0;
    }
    n[j * stride + j] = sqrt(share * before);
    for (int i = j + 1; i < classes; i++) {
      n[i * stride + j] = p[i] * below;
    }
    u[j] = -n[label * stride + j] * inverse;
  }
}

/* Work-item: sample s of B·T, s = t·B + b. N and u of the exact Fisher matrix, r = classes − 1. */
LINE __kernel void factor_exact(__global const double *p, __global const int *labels,
                                int firstLabel, __global const double *most, int batch, int trials,
                                int classes, __global double *n, __global double *u) {
  long s = get_global_id(0);
  if (s >= (long)batch * trials) {
    return;
  }
  int b = s % batch;
  long t = s / batch;
  int r = classes - 1;
  __global const double *row = p + (b * (long)trials + t) * classes;
  __global double *mine = n + t * classes * batch * r + (long)b * r;
  int label = labels[firstLabel + b];
  exact_factor(row, classes, label, bounded_inverse(row[label], most[t]), mine, (long)batch * r,
               u + s * r);
  double scale = 1 / sqrt((double)batch);
  for (int j = 0; j < r; j++) {
    u[s * r + j] *= scale;
  }
}

/* Work-item: sample s of B·T. N = p − e_y and u of the empirical Fisher matrix, r = 1. */
LINE __kernel void factor_empirical(__global const double *p, __global const int *labels,
                                    int firstLabel, __global const double *most, int batch,
                                    int trials, int classes, __global double *n,
                                    __global double *u) {
  long s = get_global_id(0);
  if (s >= (long)batch * trials) {
    return;
  }
  int b = s % batch;
  long t = s / batch;
  int label = labels[firstLabel + b];
  __global const double *row = p + (b * (long)trials + t) * classes;
  __global double *mine = n + t * classes * batch + b;
  /* Not p − 1 for the label, which has no digits left where p is nearly 1. */
  double others = 0;
  for (int i = 0; i < classes; i++) {
    if (i != label) {
      mine[(long)i * batch] = row[i];
      others += row[i];
    }
  }
  mine[(long)label * batch] = -others;
  u[s] = bounded_inverse(row[label], most[t]) * row[label] / sqrt((double)batch);
}

double column_square(__global const double *n, long stride, int classes, int column) {
  double sum = 0;
  for (int i = 0; i < classes; i++) {
    sum += n[i * stride + column] * n[i * stride + column];
  }
  return sum;
}

/* Sorts the columns of N, and u with them, by falling length. */
void sort_columns(__global double *n, long stride, int classes, __global double *u) {
  for (int j = 1; j < classes - 1; j++) {
    for (int k = j; k > 0 && column_square(n, stride, classes, k) >
                                 column_square(n, stride, classes, k - 1);
         k--) {
      for (int i = 0; i < classes; i++) {
        double element = n[i * stride + k];
        n[i * stride + k] = n[i * stride + k - 1];
        n[i * stride + k - 1] = element;
      }
      double element = u[k];
      u[k] = u[k - 1];
      u[k - 1] = element;
    }
  }
}

/*
 * Work-item: every workers-th sample of B·T, with scratch [workers, classes + r²] of its own. N and
 * u where S(p)·S(q)·S(p), q = softmax(p), replaces S(p) = L·Lᵀ: N = L·R and R⁻¹u, with R·Rᵀ =
 * LᵀS(q)L. With L's columns in falling order, large elements of u multiply small ones of N.
 */
LINE __kernel void factor_softmax_of_probabilities(__global const double *p,
                                                   __global const int *labels, int firstLabel,
                                                   __global const double *most, int batch,
                                                   int trials, int classes, int workers,
                                                   __global double *scratch, __global double *n,
                                                   __global double *u) {
  int me = get_global_id(0);
  if (me >= workers) {
    return;
  }
  int r = classes - 1;
  __global double *q = scratch + (long)me * (classes + (long)r * r);
  __global double *inner = q + classes;
  double scale = 1 / sqrt((double)batch);
  for (long s = me; s < (long)batch * trials; s += workers) {
    int b = s % batch;
    long t = s / batch;
    __global const double *row = p + (b * (long)trials + t) * classes;
    __global double *mine = n + t * classes * batch * r + (long)b * r;
    __global double *v = u + s * r;
    long stride = (long)batch * r;
    int label = labels[firstLabel + b];
    exact_factor(row, classes, label, bounded_inverse(row[label], most[t]), mine, stride, v);
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      q[c] = exp(row[c]);
      sum += q[c];
    }
    for (int c = 0; c < classes; c++) {
      q[c] /= sum;
    }
    sort_columns(mine, stride, classes, v);
    for (int j = 0; j < r; j++) {
      double mean = 0;
      for (int i = 0; i < classes; i++) {
        mean += q[i] * mine[i * stride + j];
      }
      for (int k = 0; k <= j; k++) {
        double element = 0;
        for (int i = 0; i < classes; i++) {
          element += q[i] * (mine[i * stride + j] - mean) * mine[i * stride + k];
        }
        for (int i = 0; i < k; i++) {
          element -= inner[(long)j * r + i] * inner[(long)k * r + i];
        }
        inner[(long)j * r + k] = j == k ? sqrt(element) : element / inner[(long)k * r + k];
      }
    }
    for (int j = 0; j < r; j++) {
      for (int k = 0; k < j; k++) {
        v[j] -= inner[(long)j * r + k] * v[k];
      }
      v[j] /= inner[(long)j * r + j];
    }
    for (int i = 0; i < classes; i++) {
      /* In place, as column k of L·R needs only the columns of L from k on. */
      for (int k = 0; k < r; k++) {
        double element = 0;
        for (int j = k; j < r; j++) {
          element += mine[i * stride + j] * inner[(long)j * r + k];
        }
        mine[i * stride + k] = element;
      }
    }
    for (int j = 0; j < r; j++) {
      v[j] *= scale;
    }
  }
}

/* Work-item: element i of columns [(b, j), t, class] = n[t, class, (b, j)]. */
LINE __kernel void factor_columns(__global const double *n, int order, int trials, int classes,
                                  __global double *columns) {
  long i = get_global_id(0);
  if (i < (long)order * trials * classes) {
    int class = i % classes;
    long t = i / classes % trials;
    long column = i / ((long)classes * trials);
    columns[i] = n[(t * classes + class) * order + column];
  }
}

/*
 * Work-item: element (row, column) of system k = global id 1, of trial chosen[k], on and below the
 * diagonal. G[(b, j), (c, l)] = K[b, c]/B·Σ_i N[i, (b, j)]·N[i, (c, l)]: the part of the output
 * layer. K is shared if layer is 0, or that of system k, layer elements after the one before. The
 * first row's work-items also write the right-hand side u.
 */
LINE __kernel void gram_of_outputs(__global const double *k, long layer,
                                   __global const double *n, __global const double *u, __global const int *chosen, int batch,
                                   int directions, int classes, __global double *matrices,
                                   __global double *vectors) {
  int order = batch * directions;
  int i = get_global_id(0);
  long system = get_global_id(1);
  long t = chosen[system];
  int row = i / order;
  int column = i % order;
  if (row >= order) {
    return;
  }
  if (row == 0) {
    vectors[system * order + column] = u[t * order + column];
  }
  if (column > row) {
    return;
  }
  __global const double *mine = n + t * classes * order;
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    sum += mine[(long)c * order + row] * mine[(long)c * order + column];
  }
  double input = k[system * layer + row / directions * batch + column / directions] / batch;
  matrices[system * order * order + i] = input * sum;
}

/*
 * Work-item: as gram_of_outputs. G[(b, j), (c, l)] += K[b, c]/B·products[(b, j), (c, l)]: the part
 * of a hidden layer.
 */
LINE __kernel void gram_add_hidden(__global const double *k, long layer,
                                   __global const double *products, int batch, int directions,
                                   __global double *matrices) {
  int order = batch * directions;
  int i = get_global_id(0);
  long system = get_global_id(1);
  int row = i / order;
  int column = i % order;
  if (row < order && column <= row) {
    int b = row / directions;
    int c = column / directions;
    matrices[system * order * order + i] +=
        k[system * layer + b * batch + c] / batch * products[system * order * order + i];
  }
}

/* Work-item: element i of the chosen trials of a panel, [rows, count, width]. */
LINE __kernel void panel_choose(__global const double *source, __global const int *chosen,
                                int count, int rows, int trials, int width,
                                __global double *target) {
  long i = get_global_id(0);
  if (i < (long)rows * count * width) {
    int c = i % width;
    int k = i / width % count;
    long row = i / ((long)width * count);
    target[i] = source[(row * trials + chosen[k]) * width + c];
  }
}

/*
 * Work-item: element (weight, column) of one layer's part of A, [parameters, order], of system k =
 * global id 1: A[first + o·inputs + i, (b, j)] = D[(b, j), t, o]·a[b, i]/√B. The inputs are samples,
 * or else the activations of trial t.
 */
LINE __kernel void dense_factor(__global const double *backward, __global const float *samples,
                                __global const double *activations, __global const int *chosen,
                                int batch, int directions, int trials, int outputs, int inputs,
                                int first, int parameters, __global double *factors) {
  long i = get_global_id(0);
  long system = get_global_id(1);
  int order = batch * directions;
  if (i >= (long)outputs * inputs * order) {
    return;
  }
  long t = chosen[system];
  int column = i % order;
  int weight = i / order;
  int o = weight / inputs;
  int input = weight % inputs;
  int b = column / directions;
  double a = samples ? (double)samples[(long)b * inputs + input]
                     : activations[((long)b * trials + t) * inputs + input];
  double d = backward[((long)column * trials + t) * outputs + o];
  factors[(system * parameters + first + weight) * order + column] = d * a / sqrt((double)batch);
}

/*
 * Work-item: weight i of one layer's part, of system k = global id 1. Writes the solution to its
 * trial's part of the layer's matrix.
 */
LINE __kernel void dense_solution(__global const double *vectors, __global const int *chosen,
                                  int parameters, int first, int part, __global float *layer) {
  int i = get_global_id(0);
  long k = get_global_id(1);
  if (i < part) {
    layer[chosen[k] * (long)part + i] = (float)vectors[k * parameters + first + i];
  }
}

/*
 * Work-item: element (b, class) of system k = global id 1, of trial t = chosen[k]. M[b, t, class] =
 * Σ_j w[(b, j)]·N[class, (b, j)]/√B.
 */
LINE __kernel void gram_cotangent(__global const double *vectors, __global const int *chosen,
                                  __global const double *n, int batch, int directions, int trials,
                                  int classes, __global double *cotangent) {
  int i = get_global_id(0);
  long k = get_global_id(1);
  if (i >= batch * classes) {
    return;
  }
  int b = i / classes;
  int class = i % classes;
  int order = batch * directions;
  long t = chosen[k];
  __global const double *row = n + (t * classes + class) * order + b * directions;
  __global const double *w = vectors + k * order + b * directions;
  double sum = 0;
  for (int j = 0; j < directions; j++) {
    sum += row[j] * w[j];
  }
  cotangent[((long)b * trials + t) * classes + class] = sum / sqrt((double)batch);
}

/* Work-group: system k. squares[k] = uᵀw − damping[k]·|w|². */
LINE __kernel void gram_squared_length(__global const double *vectors, __global const int *chosen,
                                       __global const double *u, __global const double *damping,
                                       int order, __global double *squares, int place) {
  __local double shared[GROUP];
  long k = get_group_id(0);
  __global const double *w = vectors + k * order;
  __global const double *mine = u + chosen[k] * (long)order;
  double along = 0;
  double square = 0;
  for (int i = get_local_id(0); i < order; i += GROUP) {
    along += mine[i] * w[i];
    square += w[i] * w[i];
  }
  along = group_sum(along, shared);
  square = group_sum(square, shared);
  if (get_local_id(0) == 0) {
    squares[place + k] = along - damping[k] * square;
  }
}

/*
 * Work-item: element (b, j) of trial t = global id 1. u −= scales[t]/√B·Σ_i change[b, t, i]·N[i, (b,
 * j)].
 */
LINE __kernel void subtract_projection(__global const double *scales,
                                       __global const double *change, __global const double *n,
                                       int batch, int directions, int trials, int classes,
                                       __global double *u) {
  int i = get_global_id(0);
  long t = get_global_id(1);
  int order = batch * directions;
  if (i >= order) {
    return;
  }
  __global const double *row = change + ((long)(i / directions) * trials + t) * classes;
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    sum += row[c] * n[(t * classes + c) * order + i];
  }
  u[t * order + i] -= scales[t] / sqrt((double)batch) * sum;
}

/* Divides a row that sums to 0 by S(r)⁺: by r, and subtracts the mean. */
void divide_by_covariance(__global double *row, __global const double *r, int classes) {
  double mean = 0;
  for (int c = 0; c < classes; c++) {
    row[c] /= r[c];
    mean += row[c] / classes;
  }
  for (int c = 0; c < classes; c++) {
    row[c] -= mean;
  }
}

/*
 * Work-item: row i of B·T. R_b = M_b⁺(p_b − e_y): (1/p_y)·(1/C − e_y) of the exact Fisher matrix;
 * of the one of softmax(p), that divided by S(q) and by S(p).
 */
LINE __kernel void closed_form_rows(__global const double *p, __global const int *labels,
                                    int firstLabel, __global const double *most,
                                    int ofProbabilities, long rows, int trials, int classes,
                                    __global double *target) {
  long i = get_global_id(0);
  if (i >= rows) {
    return;
  }
  __global const double *mine = p + i * classes;
  __global double *row = target + i * classes;
  int label = labels[firstLabel + i / trials];
  double inverse = bounded_inverse(mine[label], most[i % trials]);
  for (int c = 0; c < classes; c++) {
    row[c] = (1.0 / classes - (c == label ? 1 : 0)) * inverse;
  }
  if (ofProbabilities) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += exp(mine[c]);
    }
    double mean = 0;
    for (int c = 0; c < classes; c++) {
      row[c] /= exp(mine[c]) / sum;
      mean += row[c] / classes;
    }
    for (int c = 0; c < classes; c++) {
      row[c] -= mean;
    }
    divide_by_covariance(row, mine, classes);
  }
}

/* Work-item: element i of count. V = −1/p at the label, at least −most, else 0. */
LINE __kernel void probability_gradient(__global const double *p, __global const int *labels,
                                        int firstLabel, __global const double *most, int trials,
                                        int classes, long count, __global double *gradient) {
  long i = get_global_id(0);
  if (i < count) {
    long row = i / classes;
    gradient[i] = i % classes == labels[firstLabel + row / trials]
                      ? -bounded_inverse(p[i], most[row % trials])
                      : 0;
  }
}
