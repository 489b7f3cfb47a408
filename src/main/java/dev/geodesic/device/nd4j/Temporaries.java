package dev.geodesic.device.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The temporary arrays of one operation, which are freed explicitly: they would fill a device's
 * memory before the Java heap, which holds only their handles, is collected.
 */
final class Temporaries implements AutoCloseable {
  private final List<INDArray> arrays = new ArrayList<>();

  /** Registers an array to be freed at the end, unless it is a view of another. */
  INDArray own(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** Returns a float32 array in C order. */
  INDArray array(float[] values, long... shape) {
    return own(Nd4j.create(values, shape, 'c'));
  }

  /** Returns a column vector of one number a trial, {@code [trials, 1]}. */
  INDArray column(double[] numbers) {
    return array(narrowed(numbers), numbers.length, 1);
  }

  /** Returns the elements of an array in C order. */
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
