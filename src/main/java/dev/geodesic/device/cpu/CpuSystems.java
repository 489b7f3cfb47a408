package dev.geodesic.device.cpu;

import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.cpu.TridiagonalFilter.Spectrum;
import java.util.List;

/**
 * The systems of some trials, worked on one after the other.
 *
 * @param trials the trial of each system
 */
record CpuSystems(int order, int[] trials, List<CpuSymmetric> systems) implements SymmetricSystems {
  @Override
  public int count() {
    return trials.length;
  }

  @Override
  public int trial(int system) {
    return trials[system];
  }

  CpuSymmetric get(int system) {
    return systems.get(system);
  }

  @Override
  public Numbers largestEigenvalues(double tolerance) {
    double[] largest = new double[count()];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = get(i).largestEigenvalue(tolerance);
    }
    return Numbers.of(largest);
  }

  @Override
  public Flags arePositiveDefiniteBeyond(double[] shifts) {
    boolean[] are = new boolean[count()];
    for (int i = 0; i < are.length; i++) {
      are[i] = shifts[i] == 0 || get(i).isPositiveDefiniteBeyond(shifts[i]);
    }
    return Flags.of(are);
  }

  @Override
  public Flags solveDamped(double[] damping) {
    boolean[] solved = new boolean[count()];
    for (int i = 0; i < solved.length; i++) {
      solved[i] = damping[i] != 0 && get(i).solveDamped(damping[i]);
    }
    return Flags.of(solved);
  }

  @Override
  public Spectra solveTruncated(boolean[] chosen, double[] reltol, double[] damping) {
    Spectra spectra = new Spectra(new int[count()], new double[count()]);
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        Spectrum spectrum = get(i).solveTruncated(reltol[i], damping[i]);
        spectra.ranks()[i] = spectrum.rank();
        spectra.largest()[i] = spectrum.largest();
      }
    }
    return spectra;
  }

  @Override
  public double[] vector(int system) {
    return get(system).vector();
  }

  @Override
  public double[] matrix(int system) {
    return get(system).matrix();
  }
}
