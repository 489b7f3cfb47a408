package dev.geodesic.device.nd4j;

import static dev.geodesic.device.nd4j.Nd4jMatrix.byTrial;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.VectorKernels;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Arithmetic on the weights of all trials at once: each trial is a row, and its factor an element
 * of a column vector.
 */
final class Nd4jVectors implements VectorKernels {
  @Override
  public void copy(Matrix source, Matrix target) {
    Nd4jMatrix.array(target).assign(Nd4jMatrix.array(source));
  }

  @Override
  public void scale(double[] factors, Matrix x) {
    try (Temporaries temporary = new Temporaries()) {
      byTrial(x, factors.length).muliColumnVector(temporary.column(factors));
    }
  }

  @Override
  public void add(double[] factors, Matrix x, Matrix y) {
    try (Temporaries temporary = new Temporaries()) {
      INDArray column = temporary.column(factors);
      byTrial(y, factors.length)
          .addi(temporary.own(byTrial(x, factors.length).mulColumnVector(column)));
    }
  }

  @Override
  public Numbers dot(Matrix x, Matrix y, int trials) {
    try (Temporaries temporary = new Temporaries()) {
      INDArray product = temporary.own(byTrial(x, trials).castTo(DataType.DOUBLE));
      product.muli(temporary.own(byTrial(y, trials).castTo(DataType.DOUBLE)));
      return Numbers.of(temporary.own(product.sum(1)).toDoubleVector());
    }
  }

  @Override
  public void adam(Matrix gradient, Matrix mean, Matrix square, AdamMoments[] moments, int step) {
    try (Temporaries temporary = new Temporaries()) {
      INDArray g = byTrial(gradient, moments.length);
      INDArray m = byTrial(mean, moments.length);
      INDArray v = byTrial(square, moments.length);
      m.muliColumnVector(column(moments, temporary, AdamMoments::beta1));
      m.addi(temporary.own(g.mulColumnVector(column(moments, temporary, a -> 1 - a.beta1()))));
      v.muliColumnVector(column(moments, temporary, AdamMoments::beta2));
      v.addi(
          temporary.own(g.mul(g)).muliColumnVector(column(moments, temporary, a -> 1 - a.beta2())));
      INDArray root =
          temporary.own(
              v.mulColumnVector(
                  column(moments, temporary, a -> 1 / (1 - Math.pow(a.beta2(), step)))));
      Transforms.sqrt(root, false);
      root.addiColumnVector(column(moments, temporary, AdamMoments::epsilon));
      INDArray direction =
          temporary.own(
              m.mulColumnVector(
                  column(moments, temporary, a -> 1 / (1 - Math.pow(a.beta1(), step)))));
      g.assign(direction.divi(root));
    }
  }

  private static INDArray column(
      AdamMoments[] moments, Temporaries temporary, ToDoubleFunction<AdamMoments> number) {
    return temporary.column(Arrays.stream(moments).mapToDouble(number).toArray());
  }

  @Override
  public Matrix retainTrials(Matrix x, int trials, int[] kept) {
    int rows = x.rows() / trials;
    Nd4jMatrix rest = Nd4jMatrix.allocate(kept.length * rows, x.columns());
    for (int t = 0; t < kept.length; t++) {
      copy(x.slice(kept[t] * rows, rows), rest.slice(t * rows, rows));
    }
    x.close();
    return rest;
  }
}
