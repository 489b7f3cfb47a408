package dev.geodesic.device.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of one operation. The memory of a device would fill with them before Java's own, which
 * holds but their handles, had reason to collect anything.
 */
final class Temporaries implements AutoCloseable {
  private final List<INDArray> arrays = new ArrayList<>();

  /** Frees it at the end, if it is not a view of another. */
  INDArray own(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** A float32 array in C order. */
  INDArray array(float[] values, long... shape) {
    return own(Nd4j.create(values, shape, 'c'));
  }

  /** One number a trial, {@code [trials, 1]}. */
  INDArray column(double[] numbers) {
    return array(narrowed(numbers), numbers.length, 1);
  }

  /** The elements of an array, in C order. */
  float[] elements(INDArray array) {
    return own(array.dup('c')).data().asFloat();
  }

  static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Override
  public void close() {
    for (INDArray array : arrays) {
      if (array.closeable()) {
        array.close();
      }
    }
  }
}
