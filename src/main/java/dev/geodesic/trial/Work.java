package dev.geodesic.trial;

/**
 * The work of one step of one trial. {@code plan} orders packs by it, {@code bench} reports it, and
 * a pack that needs more memory than the device has is halved before it starts.
 *
 * @param operations floating-point operations that the method cannot do without; a multiplication
 *     and an addition are two, and only what grows fastest is counted
 * @param cost the time it takes, in operations of a large matrix product that take as long; fitted
 *     to {@code bench}
 * @param bytes of device memory that each trial of the pack keeps
 * @param packBytes of device memory that the trials of a pack use one after the other, or share
 */
public record Work(double operations, double cost, double bytes, double packBytes) {
  private static final double FLOAT = 4;
  private static final double DOUBLE = 8;

  /** Cost of an optimizer's own read and write of a weight, and of an operation on it. */
  private static final double PASS = 80;

  private static final double OPERATION = 8;

  /** Cost of an element of the predictions that a solver works with. */
  private static final double PREDICTION = 1000;

  /** Cost of beginning to solve a system of a sample's directions, and one system for a class. */
  private static final double SYSTEM = 5e5;

  private static final double CLASS_SYSTEM = 1.9e6;

  /** XXᵀ times a cotangent: a factor on its operations, and the cost of each element moved. */
  private static final double NARROW = 4;

  private static final double MOVED = 100;

  private static Work of(double operations, double cost) {
    return new Work(operations, cost, 0, 0);
  }

  /** Returns the sum of this work and {@code more}. */
  public Work plus(Work more) {
    return new Work(
        operations + more.operations,
        cost + more.cost,
        bytes + more.bytes,
        packBytes + more.packBytes);
  }

  /** Returns this work done {@code times} times, each time in the same memory. */
  public Work times(double times) {
    return new Work(operations * times, cost * times, bytes, packBytes);
  }

  /** Returns one trial's share of this work where it is done once for all trials of a pack. */
  public Work sharedBy(int trials) {
    return new Work(operations / trials, cost / trials, 0, bytes + packBytes);
  }

  /** Arrays of the weights' shape that each trial keeps, in float32. */
  static Work memories(Geometry g, int arrays) {
    return new Work(0, 0, FLOAT * arrays * g.weights(), 0);
  }

  /** The gradient in the weights, from the cotangents: 2BP, and back through the layers. */
  static Work pullback(Geometry g) {
    // Its cost is part of the cost that every step has, whatever the optimizer.
    return of(2 * g.batch() * (g.weightsMet() + g.weightsAboveFirst()), 0);
  }

  /** A step along a direction that an optimizer works out weight by weight. */
  static Work weightwise(Geometry g, int operations) {
    return of((operations + 2) * g.weights(), (PASS + OPERATION * operations) * g.weights());
  }

  /** The Gram matrix XXᵀ of the samples, one triangle; the trials of a pack share it. */
  static Work sampleGram(Geometry g) {
    double operations = square(g.batch()) * g.features() * g.density();
    return of(operations, 3 * operations).sharedBy(g.trials());
  }

  /** XXᵀ times a cotangent: the Fisher-vector product of softmax regression. */
  static Work tangent(Geometry g) {
    double operations = 2 * square(g.batch()) * g.classes();
    return of(operations, NARROW * operations + MOVED * g.batch() * g.classes());
  }

  /** One solve with XXᵀ for every class, whose factor the trials of a pack share. */
  static Work closedForm(Geometry g) {
    double solves = 2 * square(g.batch()) * g.classes();
    return sampleGram(g)
        .plus(of(cube(g.batch()) / 3, cube(g.batch())).sharedBy(g.trials()))
        .plus(of(solves, PREDICTION * g.batch() * g.classes() + tangent(g).cost()));
  }

  /** One damped system of order B for each class, inverted, and one for what they share. */
  static Work classSystems(Geometry g) {
    double classes = g.classes();
    double cubes = classes * cube(g.batch());
    return sampleGram(g)
        .plus(
            new Work(
                cubes + cube(g.batch()) / 3,
                CLASS_SYSTEM + 375 * classes * square(g.batch()) + 2 * cubes,
                0,
                DOUBLE * classes * square(g.batch())));
  }

  /** Proof that a cut-off drops nothing: a Cholesky factor of order B for each class. */
  static Work classFactors(Geometry g) {
    double classes = g.classes();
    return of(classes * cube(g.batch()) / 3, CLASS_SYSTEM + 180 * classes * square(g.batch()));
  }

  /**
   * The Gram matrix of the factors of the Fisher matrix, one row a sample and direction.
   *
   * @param directions of a sample: C − 1, or 1 with the labels of the data
   */
  static Work gram(Geometry g, int directions) {
    double order = (double) g.batch() * directions;
    double operations = 2 * order * g.weightsAboveFirst() + square(order) * g.outputs();
    double cost = SYSTEM + PREDICTION * g.batch() * g.classes();
    for (Layer layer : g.layers().subList(1, g.layers().size())) {
      operations += square(g.batch()) * layer.inputs();
    }
    if (g.isNetwork()) {
      cost += 2 * square(order) * g.outputs();
    }
    Work samples = g.isNetwork() ? of(sampleGram(g).operations(), 0) : sampleGram(g);
    return samples.plus(of(operations, cost)).plus(gramRoom(g, directions));
  }

  /** The memory of {@link #gram}: the matrix, a copy to factor, and the factors themselves. */
  static Work gramRoom(Geometry g, int directions) {
    double order = (double) g.batch() * directions;
    return new Work(0, 0, DOUBLE * order * g.classes(), 2 * DOUBLE * square(order));
  }

  /**
   * The Fisher matrix itself, one triangle of P × P from {@code directions} columns a sample. Its
   * cost counts as part of the decomposition that follows.
   */
  static Work fisherMatrix(Geometry g, int directions) {
    double weights = g.weights();
    return new Work(
        g.batch() * directions * square(weights),
        0,
        DOUBLE * g.batch() * directions * g.classes(),
        2 * DOUBLE * square(weights));
  }

  /** A Cholesky factor of order {@code n}. */
  static Work cholesky(double n) {
    return of(cube(n) / 3, 200 * square(n) + 0.4 * cube(n));
  }

  /** A reduction to tridiagonal form of order {@code n}, and one vector turned by it. */
  static Work tridiagonal(double n) {
    return of(4 * cube(n) / 3, 1000 * square(n) + 4 * cube(n));
  }

  /**
   * All eigenvectors of a matrix of order {@code n}: the reduction, and the vectors turned back.
   */
  static Work eigenvectors(double n) {
    return of(4 * cube(n) / 3 + 2 * cube(n), 2 * tridiagonal(n).cost());
  }

  /**
   * The second moment of order {@code n} of what a layer reads or writes, taken in from a batch and
   * decomposed every {@code every} steps.
   */
  static Work kroneckerFactor(Geometry g, double n, int every) {
    double product = g.batch() * square(n);
    // Moments and eigenvectors in float64, eigenvectors also in float32.
    double bytes = (2 * DOUBLE + FLOAT) * square(n);
    Work decomposed = eigenvectors(n).times(1.0 / every);
    return new Work(3 * product, 2 * product, bytes, 0).plus(decomposed);
  }

  /** The gradient of a layer, formed in the eigenbases of its factors and turned back. */
  static Work kroneckerTurn(Geometry g, Layer layer) {
    double turn = 2.0 * layer.size() * (layer.inputs() + layer.outputs());
    return of(2.0 * g.batch() * layer.size() + turn, turn);
  }

  /** The fixed cost of a step that solves linear systems. */
  static Work system() {
    return of(0, SYSTEM);
  }

  /** {@code operations} on each weight, at {@code cost} a weight. */
  static Work onWeights(Geometry g, double operations, double cost) {
    return of(operations * g.weights(), cost * g.weights());
  }

  private static double square(double value) {
    return value * value;
  }

  private static double cube(double value) {
    return value * value * value;
  }
}
