/*
 * h(M)·v through the eigenvalues of M = Q·T·Qᵀ, T = S·Λ·Sᵀ tridiagonal, for a truncated inverse h:
 * one vector is multiplied by Qᵀ, Sᵀ, h(Λ), S and Q. Eigenvectors are never formed: S is kept as
 * the plane rotations of the implicit QL iteration (Dubrulle, Martin and Wilkinson 1968; EISPACK's
 * imtql1). It finds small eigenvalues first where small elements of T come first, and may end
 * early: the rest of T is then still tridiagonal.
 *
 * A Gram matrix G = AᵀA can have columns of very different size, as where a sample's label is very
 * improbable: there v with g = Av has elements of 1/√p for columns of √p. Q mixes the large
 * elements of v into all others, with rounding errors of ε‖v‖. So the image w = Gv, which is of
 * ordinary size, is transformed along with such a v: its part along an eigenvector is σ times that
 * of v.
 */

/* Upper bound on the sweeps for an eigenvalue, which usually takes one or two. */
#define MOST_SWEEPS 60

/* The numbers that are known of a system, [count, KNOWN], besides those that the host reads. */
#define NORM 3
#define BOUND 4
#define FOUND 5
#define SWEPT 6
#define REVERSED 7

/* How a system stands or ended, where it has neither no room nor no end. */
#define SOUND 0
#define NOT_FINITE 1

/*
 * A QL iteration on the T of one system: its elements, how many eigenvalues were found, how many of
 * these are at or below the bound, and its rotations, [most_rotations]. A sweep turns planes from
 * sweeps[3·s] down to sweeps[3·s + 1], with the rotations from sweeps[3·s + 2] on. A rotation
 * (c, s) of plane i turns x[i] and x[i + 1] to c·x[i] − s·x[i + 1] and s·x[i] + c·x[i + 1].
 */
typedef struct {
  __global double *d;
  __global double *e;
  int n;
  double norm;
  int found;
  int small;
  int end;
  __global double2 *rotations;
  int most_rotations;
  int turned;
  __global int *sweeps;
  int most_sweeps;
  int swept;
  int status;
} Iteration;

/*
 * Off-diagonal elements up to this size count as zero. The reduction to T has perturbed M by as
 * much; where M has a null space, smaller numbers are noise that never converges.
 */
double negligible(const Iteration *ql) { return DBL_EPSILON * ql->norm; }

/* Moves the end to the first index from found on after which T splits into blocks. */
void find_end(Iteration *ql) {
  int m = ql->found;
  while (m < ql->n - 1 && fabs(ql->e[m]) > negligible(ql)) {
    m++;
  }
  ql->end = m;
}

/*
 * One implicit QL step with Wilkinson's shift on the block from found to the end, which moves to
 * where that has split.
 */
void sweep(Iteration *ql) {
  __global double *d = ql->d;
  __global double *e = ql->e;
  int l = ql->found;
  int m = ql->end;
  double zero = negligible(ql);
  double g = (d[l + 1] - d[l]) / (2 * e[l]);
  double r = sqrt(g * g + 1);
  g = d[m] - d[l] + e[l] / (g + copysign(r, g));
  double s = 1;
  double c = 1;
  double p = 0;
  /* d[i + 1], and the elements of plane i, which are read a turn ahead. */
  double lower = d[m];
  double upper = d[m - 1];
  double beside = e[m - 1];
  int first = ql->turned;
  int i = m - 1;
  for (; i >= l; i--) {
    int ahead = max(i - 1, l);
    double next_upper = d[ahead];
    double next_beside = e[ahead];
    double f = s * beside;
    double b = c * beside;
    r = sqrt(f * f + g * g);
    e[i + 1] = r;
    ql->end = fabs(r) <= zero && i + 1 < m ? i + 1 : ql->end;
    if (r == 0) {
      break;
    }
    s = f / r;
    c = g / r;
    g = lower - p;
    r = (upper - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    ql->rotations[ql->turned++] = (double2)(c, s);
    lower = upper;
    upper = next_upper;
    beside = next_beside;
  }
  if (i >= l) {
    /* An underflow: the block has split at i + 1. */
    d[i + 1] = lower - p;
    find_end(ql);
  } else {
    d[l] = lower - p;
    e[l] = g;
    ql->end = fabs(g) <= zero ? l : ql->end;
  }
  e[m] = 0;
  __global int *mine = ql->sweeps + (long)SWEEP * ql->swept++;
  mine[0] = m - 1;
  mine[1] = i + 1;
  mine[2] = first;
}

bool rest_is_above(const Iteration *ql, double bound) {
  return count_up_to(ql->d, ql->e, ql->found, ql->n, ql->norm, bound) == 0;
}

bool rest_is_up_to(const Iteration *ql, double bound) {
  int left = ql->n - ql->found;
  return count_up_to(ql->d, ql->e, ql->found, ql->n, ql->norm, bound) == left;
}

/*
 * Computes eigenvalues, from the first element of the diagonal on, until the remaining ones all lie
 * on one side of a bound, or all of them if it is NaN. An eigenvalue at the bound may have been
 * counted on one side of it and be computed on the other: what remains is counted again before it
 * is believed. For one work-item.
 *
 * below: the number of eigenvalues at or below the bound, as far as rounding allows.
 */
void iterate(Iteration *ql, double bound, int below) {
  int above = ql->n - below;
  while (ql->status == SOUND && ql->found < ql->n &&
         (isnan(bound) || !((ql->small >= below && rest_is_above(ql, bound)) ||
                            (ql->found - ql->small >= above && rest_is_up_to(ql, bound))))) {
    find_end(ql);
    for (int tries = 0; ql->end != ql->found && ql->status == SOUND; tries++) {
      if (tries == MOST_SWEEPS) {
        ql->status = ENDLESS;
      } else if (ql->swept == ql->most_sweeps ||
                 ql->end - ql->found > ql->most_rotations - ql->turned) {
        ql->status = NO_ROOM;
      } else {
        sweep(ql);
      }
    }
    ql->small += ql->d[ql->found] <= bound;
    ql->found++;
  }
}

/* Whether all eigenvalues are kept. */
bool keeps_all(double reltol, double damping) { return reltol == 0 && damping > 0; }

/* Reverses x if it is to be. Every work-item of a group must call this. */
void reverse(__global double *x, int n, bool is_reversed) {
  for (int i = get_local_id(0); i < n / 2 && is_reversed; i += GROUP) {
    double other = x[n - 1 - i];
    x[n - 1 - i] = x[i];
    x[i] = other;
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
}

/*
 * Work-group: chosen system k. Turns T round where its first element is the larger one, and finds
 * its norm, σ_max, and the bound max(0, reltol·σ_max) on what is dropped, which is NaN where all is
 * kept.
 */
LINE __kernel void filter_begin(__global double *d, __global double *e, int order,
                                __global const double *reltols, __global const double *dampings,
                                __global double *known) {
  __local double shared[GROUP];
  int me = get_local_id(0);
  long k = get_group_id(0);
  d += k * order;
  e += k * order;
  known += k * KNOWN;
  double sum = 0;
  for (int i = me; i < order; i += GROUP) {
    sum += fabs(d[i]) + fabs(e[i]);
  }
  bool is_finite = isfinite(group_sum(sum, shared));
  bool is_reversed = fabs(d[0]) > fabs(d[order - 1]);
  barrier(CLK_GLOBAL_MEM_FENCE);
  reverse(d, order, is_reversed);
  reverse(e, order - 1, is_reversed);
  double norm = tridiagonal_norm(d, e, order);
  double largest = group_largest(d, e, order, norm, shared);
  if (me == 0) {
    known[RANK] = 0;
    known[SIGMA_MAX] = is_finite ? largest : NAN;
    known[STATUS] = is_finite ? SOUND : NOT_FINITE;
    known[NORM] = norm;
    known[BOUND] = keeps_all(reltols[k], dampings[k]) ? NAN : fmax(0.0, reltols[k] * largest);
    known[FOUND] = 0;
    known[SWEPT] = 0;
    known[REVERSED] = is_reversed;
  }
}

/*
 * One work-item of a work-group: chosen system k. Iterates on T until what is left is kept or
 * dropped as a whole.
 *
 * rotations and sweeps: [count, most_rotations] and [count, most_sweeps, 3].
 */
LINE __kernel void filter_iterate(__global double *d, __global double *e, int order,
                                  __global double *known, __global double2 *rotations,
                                  int most_rotations, __global int *sweeps, int most_sweeps) {
  long k = get_group_id(0);
  known += k * KNOWN;
  if (get_local_id(0) != 0 || known[STATUS] != SOUND) {
    return;
  }
  Iteration ql;
  ql.d = d + k * order;
  ql.e = e + k * order;
  ql.n = order;
  ql.norm = known[NORM];
  ql.found = 0;
  ql.small = 0;
  ql.end = 0;
  ql.rotations = rotations + k * most_rotations;
  ql.most_rotations = most_rotations;
  ql.turned = 0;
  ql.sweeps = sweeps + k * most_sweeps * SWEEP;
  ql.most_sweeps = most_sweeps;
  ql.swept = 0;
  ql.status = SOUND;
  double bound = known[BOUND];
  int below = isnan(bound) ? order : count_up_to(ql.d, ql.e, 0, order, ql.norm, bound);
  iterate(&ql, bound, below);
  known[STATUS] = ql.status;
  known[FOUND] = ql.found;
  known[SWEPT] = ql.swept;
}

/*
 * Work-group: row global id 1 of the pair k = group id 0, [2, order], a vector and its image, which
 * is left alone where large[k] is 0. Replaces the row x by Sᵀx, in the order of T, or x in that
 * order by Sx. Sweeps follow one another two planes behind: each work-item does one, and no two of
 * them turn the same element at the same time.
 */
LINE __kernel void filter_turn(__global const double *known, __global const int *large,
                               __global const double2 *rotations, int most_rotations,
                               __global const int *sweeps, int most_sweeps, int order,
                               int transposed, __global double *pairs) {
  int me = get_local_id(0);
  long k = get_group_id(0);
  known += k * KNOWN;
  rotations += k * most_rotations;
  sweeps += k * most_sweeps * SWEEP;
  __global double *x = pairs + (2 * k + get_global_id(1)) * order;
  bool is_alone = (get_global_id(1) == 1 && !large[k]) || known[STATUS] != SOUND;
  bool is_reversed = known[REVERSED] != 0 && !is_alone;
  int swept = is_alone ? 0 : (int)known[SWEPT];
  reverse(x, order, is_reversed && transposed);
  for (int from = 0; from < swept; from += GROUP) {
    int place = from + me;
    bool has_sweep = place < swept;
    __global const int *mine = sweeps + (long)SWEEP * (transposed ? place : swept - 1 - place);
    int top = has_sweep ? mine[0] : -1;
    int bottom = has_sweep ? mine[1] : 0;
    __global const double2 *first = rotations + (has_sweep ? mine[2] : 0);
    int steps = order - 1 + 2 * (min(GROUP, swept - from) - 1);
    for (int step = 0; step < steps; step++) {
      int i = transposed ? order - 2 - (step - 2 * me) : step - 2 * me;
      if (bottom <= i && i <= top) {
        double2 turn = first[top - i];
        double s = transposed ? turn.y : -turn.y;
        double upper = x[i];
        double lower = x[i + 1];
        x[i] = turn.x * upper - s * lower;
        x[i + 1] = s * upper + turn.x * lower;
      }
      barrier(CLK_GLOBAL_MEM_FENCE);
    }
  }
  reverse(x, order, is_reversed && !transposed);
}

/*
 * Replaces the elements x from an index on by (T' + shift·I)⁻¹x, T' the part of T that is left,
 * whose eigenvalues all lie above −shift. For one work-item.
 */
void solve_rest(__global const double *d, __global const double *e, int from, int n, double shift,
                __global double *x, __global double *pivots) {
  double pivot = 1;
  for (int i = from; i < n; i++) {
    double factor = i == from ? 0 : e[i - 1] / pivot;
    pivot = d[i] + shift - (i == from ? 0 : factor * e[i - 1]);
    pivots[i] = pivot;
    x[i] -= i == from ? 0 : factor * x[i - 1];
  }
  for (int i = n - 1; i >= from; i--) {
    x[i] = (x[i] - (i == n - 1 ? 0 : e[i] * x[i + 1])) / pivots[i];
  }
}

/*
 * Work-group: chosen system k, with Λ and what is left of T, and the pair of v and its image,
 * [2, order], turned by Qᵀ and Sᵀ. All of it is scaled as M is. Replaces v by h(T)v of that:
 * h(σ) = 1/(σ + damping) where σ > bound, else 0. Where all of M is kept, eigenvalues that rounding
 * has made negative count as 0; of a large v this computes only the second term of
 *
 *   (M + λI)⁻¹v = v/λ − (M + λI)⁻¹Mv/λ,
 *
 * so that v itself is not turned.
 *
 * pivots: [count, order].
 */
LINE __kernel void filter_apply(__global const double *d, __global const double *e, int order,
                                __global const int *large, __global const double *scales,
                                __global const double *dampings, __global double *known,
                                __global double *pairs, __global double *pivots) {
  __local double shared[GROUP];
  int me = get_local_id(0);
  long k = get_group_id(0);
  d += k * order;
  e += k * order;
  pivots += k * order;
  known += k * KNOWN;
  __global double *v = pairs + k * 2 * order;
  __global double *image = v + order;
  bool is_large = large[k];
  bool is_sound = known[STATUS] == SOUND;
  double damping = dampings[k] * scales[k];
  double bound = known[BOUND];
  bool all = isnan(bound);
  int found = known[FOUND];
  double rank = 0;
  for (int i = me; i < found && is_sound; i += GROUP) {
    double sigma = d[i];
    bool kept = all || sigma > bound;
    rank += kept;
    if (all) {
      double divisor = fmax(0.0, sigma) + damping;
      v[i] = is_large ? -image[i] / (damping * divisor) : v[i] / divisor;
    } else {
      v[i] = kept ? (is_large ? image[i] / sigma : v[i]) / (sigma + damping) : 0;
    }
  }
  rank = group_sum(rank, shared);
  bool keeps_rest = is_sound && found < order &&
                    count_up_to(d, e, found, order, known[NORM], bound) == 0;
  for (int i = found + me; i < order; i += GROUP) {
    v[i] = !keeps_rest ? 0 : is_large ? image[i] : v[i];
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
  if (me == 0) {
    if (keeps_rest && is_large) {
      solve_rest(d, e, found, order, 0, v, pivots);
    }
    if (keeps_rest) {
      solve_rest(d, e, found, order, damping, v, pivots);
    }
    known[RANK] = rank + (keeps_rest ? order - found : 0);
    known[SIGMA_MAX] /= scales[k];
  }
}

/*
 * Work-item: element i of chosen system k = global id 1. Replaces its v by the solution of the
 * scaled system, which lies in the first row of pairs_k, [2, order]. A system that has no solution
 * yet is left alone; that of one that is not finite is NaN, so that its trial diverges.
 */
LINE __kernel void filter_put(__global const double *pairs, int order,
                              __global const int *which, __global const int *large,
                              __global const double *scales, __global const double *reltols,
                              __global const double *dampings, __global const double *known,
                              __global double *vectors) {
  int i = get_global_id(0);
  long k = get_global_id(1);
  double status = known[k * KNOWN + STATUS];
  if (i >= order || (status != SOUND && status != NOT_FINITE)) {
    return;
  }
  __global double *v = vectors + (long)which[k] * order + i;
  double solution = scales[k] * pairs[k * 2 * order + i];
  if (large[k] && keeps_all(reltols[k], dampings[k])) {
    solution += *v / dampings[k];
  }
  *v = status == SOUND ? solution : NAN;
}
