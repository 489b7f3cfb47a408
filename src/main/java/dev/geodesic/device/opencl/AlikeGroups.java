package dev.geodesic.device.opencl;

import dev.geodesic.device.cpu.MomentSpectra;

/**
 * Lists alike eigenvectors group by group, as kernels of {@code kronecker.cl} read them. There are
 * large groups wherever fewer samples have been seen than a layer has inputs: a work-group shares
 * the sum over one of them.
 */
final class AlikeGroups {
  /** Members of the largest group that a single work-item sums. */
  static final int FEW = 16;

  private AlikeGroups() {}

  /**
   * Returns the table of all matrices, {@code [matrices, 3, order]}: the eigenvectors, those in
   * groups of more than {@link #FEW} first; then, for each place of that list, where its group
   * begins; then where its group ends.
   */
  static int[] table(MomentSpectra spectra) {
    int order = spectra.order();
    int[] table = new int[spectra.matrices() * 3 * order];
    for (int t = 0; t < spectra.matrices(); t++) {
      list(spectra, t, table, t * 3 * order);
    }
    return table;
  }

  private static void list(MomentSpectra spectra, int t, int[] table, int from) {
    int order = spectra.order();
    int[] sizes = new int[order];
    for (int k = 0; k < order; k++) {
      sizes[spectra.alike(t, k)]++;
    }
    int[] starts = new int[order];
    int end = place(sizes, true, 0, starts);
    place(sizes, false, end, starts);
    int[] listed = new int[order];
    for (int k = 0; k < order; k++) {
      int group = spectra.alike(t, k);
      int at = from + starts[group] + listed[group]++;
      table[at] = k;
      table[at + order] = starts[group];
      table[at + 2 * order] = starts[group] + sizes[group];
    }
  }

  /** Sets where groups of many members begin, or those of few, and returns where the last ends. */
  private static int place(int[] sizes, boolean isMany, int from, int[] starts) {
    int next = from;
    for (int group = 0; group < sizes.length; group++) {
      if (sizes[group] > FEW == isMany) {
        starts[group] = next;
        next += sizes[group];
      }
    }
    return next;
  }
}
