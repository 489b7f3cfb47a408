package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.opencl.Product.Operand;
import java.util.Arrays;

/**
 * Products with eigenvectors and second moments along them; see {@code kronecker.cl}. Samples and
 * cotangents are transformed in float64, so that they stay zero along eigenvectors orthogonal to
 * them; arrays of the weights' size are transformed back in float32.
 */
final class OpenClKronecker implements KroneckerKernels {
  /**
   * With at least this λ, in units of the eigenvalues, no quotient is set to 0: eigenvalues are at
   * most a few times the batch size in those units, and {@link KroneckerFactor#ZERO} of that is
   * less.
   */
  private static final float SURELY_DAMPED = 1e-6f;

  /** The most portions in which the largest eigenvalue of a trial is sought. */
  private static final int MOST_PORTIONS = 64;

  /** Quotients of each work-item. */
  private static final int EACH = 8;

  private final Gear gear;

  OpenClKronecker(Gear gear) {
    this.gear = gear;
  }

  private static OpenClBasis basis(KroneckerFactor factor) {
    return ((OpenClKroneckerFactor) factor).basis();
  }

  @Override
  public KroneckerFactor factor(int order, int matrices) {
    return new OpenClKroneckerFactor(gear, order, matrices);
  }

  @Override
  public LayerInput coordinates(LayerInput inputs, KroneckerFactor basis) {
    if (inputs instanceof LayerInput.Activations activations) {
      return new LayerInput.Activations(coordinates(activations.panel(), basis));
    }
    OpenClMatrix x = gear.dense(((LayerInput.Samples) inputs).matrix());
    OpenClMatrix turned = gear.matrix(x.rows(), x.columns());
    new Product(
            Operand.shared(x),
            basis(basis).wide(),
            Operand.shared(turned),
            x.rows(),
            x.columns(),
            x.columns(),
            1)
        .replace(gear, Precision.DOUBLE);
    return new LayerInput.Samples(turned);
  }

  @Override
  public Panel coordinates(Panel cotangents, KroneckerFactor basis) {
    return turned((OpenClPanel) cotangents, basis(basis));
  }

  /** Returns Vᵀc for each row c of a panel. */
  private OpenClPanel turned(OpenClPanel c, OpenClBasis basis) {
    OpenClPanel turned = gear.panel(c.batch(), c.trials(), c.width());
    new Product(
            Operand.ofTrials(c),
            basis.wide(),
            Operand.ofTrials(turned),
            c.batch(),
            c.width(),
            c.width(),
            c.trials())
        .replace(gear, Precision.DOUBLE);
    return turned;
  }

  @Override
  public LayerInput secondMoments(LayerInput coordinates, KroneckerFactor basis) {
    OpenClBasis along = basis(basis);
    if (coordinates instanceof LayerInput.Activations activations) {
      OpenClPanel a = (OpenClPanel) activations.panel();
      OpenClPanel squares = gear.panel(a.batch(), a.trials(), a.width());
      gear.launch("kronecker_squares_of_doubles")
          .with(a.values())
          .with(a.length())
          .with(squares.values())
          .items(a.length());
      return new LayerInput.Activations(sharedAmongAlike(squares, along));
    }
    OpenClMatrix x = OpenClMatrix.of(((LayerInput.Samples) coordinates).matrix());
    OpenClPanel squares = gear.panel(x.rows(), 1, x.columns());
    sumSquares(x.buffer(), x.first(), 1, squares);
    OpenClPanel moments = sharedAmongAlike(squares, along);
    OpenClMatrix narrow = gear.matrix(x.rows(), x.columns());
    gear.launch("kronecker_narrow")
        .with(moments.values())
        .with(moments.length())
        .with(narrow.buffer())
        .items(moments.length());
    return new LayerInput.Samples(narrow);
  }

  @Override
  public Panel secondMoments(LabelDerivatives derivatives, KroneckerFactor basis) {
    OpenClBasis along = basis(basis);
    OpenClPanel moments =
        derivatives instanceof LabelDerivatives.Backpropagated carried
            ? ofColumns((OpenClPanel) carried.columns(), carried.directions(), along)
            : ofLogits(
                (OpenClPanel) ((LabelDerivatives.OfLogits) derivatives).probabilities(), along);
    return sharedAmongAlike(moments, along);
  }

  /** Returns Σ_j (vᵀD_bj)² of each sample b along each eigenvector v. */
  private OpenClPanel ofColumns(OpenClPanel d, int directions, OpenClBasis basis) {
    Buffer turned = gear.pool().lendFloats(d.length());
    int row = d.trials() * d.width();
    new Product(
            Operand.ofTrials(d),
            basis.narrow(),
            new Operand('f', turned, 0, row, 1, d.width()),
            d.batch(),
            d.width(),
            d.width(),
            d.trials())
        .replace(gear, Precision.SINGLE);
    OpenClPanel sums = gear.panel(d.batch() / directions, d.trials(), d.width());
    sumSquares(turned, 0, directions, sums);
    return sums;
  }

  /** Sums the squares of each {@code terms} rows of floats that belong to one sample. */
  private void sumSquares(Buffer x, long from, int terms, OpenClPanel sums) {
    gear.launch("kronecker_squares_of_floats")
        .with(x)
        .with(from)
        .with(terms)
        .with(sums.trials() * sums.width())
        .with(sums.length())
        .with(sums.values())
        .items(sums.length());
  }

  /** Returns the variance of v_y over labels y of each sample along each eigenvector v. */
  private OpenClPanel ofLogits(OpenClPanel p, OpenClBasis basis) {
    OpenClPanel means = turned(p, basis);
    OpenClPanel variances = gear.panel(p.batch(), p.trials(), p.width());
    gear.launch("kronecker_variances")
        .with(p.values())
        .with(basis.vectors())
        .with(basis.matrices())
        .with(p.width())
        .with(p.length())
        .with(means.values())
        .with(variances.values())
        .items(p.length());
    return variances;
  }

  /**
   * Returns moments in units of the factor, with those of eigenvectors that are alike replaced by
   * their mean.
   */
  private OpenClPanel sharedAmongAlike(OpenClPanel moments, OpenClBasis basis) {
    OpenClPanel means = gear.panel(moments.batch(), moments.trials(), moments.width());
    share("kronecker_share_among_few", moments, basis)
        .with(moments.length())
        .with(means.values())
        .items(moments.length());
    if (moments.width() > AlikeGroups.FEW) {
      share("kronecker_share_among_many", moments, basis)
          .with(means.values())
          .groups(moments.rows());
    }
    return means;
  }

  private Launch share(String kernel, OpenClPanel moments, OpenClBasis basis) {
    return gear.launch(kernel)
        .with(moments.values())
        .with(basis.groups())
        .with(AlikeGroups.FEW)
        .with(basis.units())
        .with(basis.matrices())
        .with(moments.width());
  }

  @Override
  public void products(
      KroneckerFactor outputs,
      double[] outputShifts,
      KroneckerFactor inputs,
      double[] inputShifts,
      Matrix target) {
    Launch launch = gear.launch("kronecker_products");
    with(launch, basis(outputs), outputShifts);
    with(launch, basis(inputs), inputShifts);
    launch
        .with(OpenClMatrix.of(target).whole())
        .groups((long) outputShifts.length * outputs.order());
  }

  private void with(Launch launch, OpenClBasis basis, double[] shifts) {
    launch
        .with(basis.values())
        .with(basis.units())
        .with(gear.constant(shifts))
        .with(basis.matrices())
        .with(basis.order());
  }

  @Override
  public void divide(Matrix coordinates, Matrix eigenvalues, double[] units, double[] damping) {
    OpenClMatrix above = OpenClMatrix.of(coordinates);
    OpenClMatrix below = OpenClMatrix.of(eigenvalues);
    int trials = damping.length;
    long part = above.part(trials);
    double[] shifts = new double[trials];
    Arrays.setAll(shifts, t -> damping[t] / units[t]);
    boolean isAnyUndamped = Arrays.stream(shifts).anyMatch(shift -> (float) shift < SURELY_DAMPED);
    long portions = isAnyUndamped ? Math.min(MOST_PORTIONS, groups(part)) : 0;
    Buffer largest = gear.pool().lendFloats(trials * portions);
    gear.launch("kronecker_largest")
        .with(below.whole())
        .with(part)
        .with(largest)
        .groups(portions, trials);
    gear.launch("kronecker_divide")
        .with(above.whole())
        .with(below.whole())
        .with(part)
        .with(gear.constant(units))
        .with(gear.constant(shifts))
        .with((double) SURELY_DAMPED)
        .with(KroneckerFactor.ZERO)
        .with(largest)
        .with(Math.toIntExact(portions))
        .groups(groups(part), trials);
  }

  /** Returns the number of work-groups for so many numbers, {@link #EACH} for each work-item. */
  private long groups(long numbers) {
    long each = (long) EACH * gear.limits().group();
    return (numbers + each - 1) / each;
  }

  @Override
  public void turnBack(
      KroneckerFactor outputs, Matrix coordinates, KroneckerFactor inputs, Matrix target) {
    OpenClMatrix source = OpenClMatrix.of(coordinates);
    OpenClMatrix turned = gear.matrix(source.rows(), source.columns());
    int rows = outputs.order();
    int columns = inputs.order();
    int trials = source.rows() / rows;
    new Product(
            basis(outputs).narrow(),
            Operand.ofTrials(source, rows),
            Operand.ofTrials(turned, rows),
            rows,
            columns,
            rows,
            trials)
        .replace(gear, Precision.SINGLE);
    boolean isShared = basis(inputs).spectra().isShared();
    // One product for all trials where they share the basis.
    new Product(
            Operand.ofTrials(turned, rows),
            basis(inputs).narrow().transposed(),
            Operand.ofTrials(OpenClMatrix.of(target), rows),
            isShared ? source.rows() : rows,
            columns,
            columns,
            isShared ? 1 : trials)
        .replace(gear, Precision.SINGLE);
  }
}
