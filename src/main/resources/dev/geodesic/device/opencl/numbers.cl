/* Numbers, one for each trial or system, on their way to the host; they begin at a place of theirs. */

/* Work-item: number i of count. */
LINE __kernel void numbers_of_integers(__global const int *integers, int count,
                                       __global double *numbers, int place) {
  int i = get_global_id(0);
  if (i < count) {
    numbers[place + i] = integers[i];
  }
}

/* Work-item: trial t of trials. scales[t]·above[t]/below[t], or 0 where scale or divisor is none. */
LINE __kernel void number_quotients(__global const double *scales, __global const double *above,
                                    int abovePlace, __global const double *below, int belowPlace,
                                    int trials, __global double *quotients, int place) {
  int t = get_global_id(0);
  if (t < trials) {
    double divisor = below[belowPlace + t];
    double scale = divisor > 0 ? scales[t] : 0;
    quotients[place + t] = scale != 0 ? scale * (above[abovePlace + t] / divisor) : 0;
  }
}
