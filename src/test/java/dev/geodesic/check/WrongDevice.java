package dev.geodesic.check;

import dev.geodesic.device.Device;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Indices;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.SymmetricSystems.Spectra;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.ArrayUtils;
import org.jspecify.annotations.Nullable;

/** A device on top of a right one, of which one primitive is wrong. */
final class WrongDevice implements InvocationHandler {
  /** What is wrong. */
  enum Fault {
    /**
     * What the primitive returns, or writes into panels and matrices that it is given, is off in
     * its fifth digit; where it does neither, it is left out.
     */
    INACCURATE,
    /** It does not leave out the systems or trials that it should. */
    COMPLETE,
    /** It answers about several systems or trials in the reverse order. */
    REVERSED
  }

  private static final double OFF = 1 + 1e-4;

  /** Names of what changes neither panels nor matrices, but what was made of them. */
  private static final Set<String> UNSEEN = Set.of("subtractProjection");

  /** Names of what returns something whose numbers are not its own. */
  private static final Set<String> MAKERS = Set.of("panel", "matrix", "batch", "factor");

  private final Object real;
  private final String primitive;
  private final Fault fault;
  private final Device device;

  private WrongDevice(Object real, String primitive, Fault fault, Device device) {
    this.real = real;
    this.primitive = primitive;
    this.fault = fault;
    this.device = device;
  }

  /**
   * Such a device.
   *
   * @param primitive as a {@link Check} calls it
   */
  static Device of(Device right, String primitive, Fault fault) {
    return (Device) wrap(Device.class, new WrongDevice(right, primitive, fault, right));
  }

  private static Object wrap(Class<?> type, WrongDevice wrong) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, wrong);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] arguments = given == null ? new Object[0] : unwrapped(given);
    try {
      if (!isWrong(method)) {
        return wrapped(method, method.invoke(real, arguments));
      }
      return switch (fault) {
        case INACCURATE ->
            method.getReturnType() == void.class
                ? spoiling(method, arguments)
                : spoiled(method, arguments);
        case COMPLETE -> method.invoke(real, complete(arguments));
        case REVERSED -> reversed(method, arguments);
      };
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private boolean isWrong(Method method) {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    String types =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
    return primitive.equals(name) || primitive.equals(name + types);
  }

  /** What the primitive is a part of. */
  private @Nullable Object wrapped(Method method, @Nullable Object result) {
    Class<?> type = method.getReturnType();
    String owner = primitive.substring(0, primitive.indexOf('.'));
    String name = type.getSimpleName();
    boolean holds = type.isInterface() && (name.equals(owner) || name.endsWith("Kernels"));
    return holds && result != null
        ? wrap(type, new WrongDevice(result, primitive, fault, device))
        : result;
  }

  /** Chooses everything, or, where zeros say what is left out, puts ones in their place. */
  private static Object[] complete(Object[] arguments) {
    boolean isChosen = Arrays.stream(arguments).anyMatch(boolean[].class::isInstance);
    return Arrays.stream(arguments)
        .map(
            argument -> {
              if (argument instanceof boolean[] chosen) {
                boolean[] all = new boolean[chosen.length];
                Arrays.fill(all, true);
                return all;
              }
              return argument instanceof double[] values && !isChosen
                  ? Arrays.stream(values).map(value -> value == 0 ? 1 : value).toArray()
                  : argument;
            })
        .toArray();
  }

  /** Takes trials in the reverse order, or else answers in it. */
  private Object reversed(Method method, Object[] arguments) throws ReflectiveOperationException {
    Object[] turned = arguments.clone();
    for (int i = 0; i < turned.length; i++) {
      if (turned[i] instanceof int[] trials) {
        turned[i] = trials.clone();
        ArrayUtils.reverse((int[]) turned[i]);
      }
    }
    Object result = method.invoke(real, turned);
    if (result instanceof Numbers numbers) {
      double[] values = numbers.get().clone();
      ArrayUtils.reverse(values);
      return Numbers.of(values);
    } else if (result instanceof Flags flags) {
      boolean[] are = flags.get();
      ArrayUtils.reverse(are);
      return Flags.of(are);
    } else if (result instanceof Spectra spectra) {
      ArrayUtils.reverse(spectra.ranks());
      ArrayUtils.reverse(spectra.largest());
    }
    return result;
  }

  private static Object[] unwrapped(Object[] given) {
    return Arrays.stream(given).map(WrongDevice::unwrapped).toArray();
  }

  private static Object unwrapped(Object given) {
    if (given instanceof List<?> list) {
      return list.stream().map(WrongDevice::unwrapped).toList();
    }
    if (given instanceof LayerInput.Samples samples) {
      return new LayerInput.Samples((Matrix) unwrapped(samples.matrix()));
    }
    if (given instanceof LayerInput.Activations activations) {
      return new LayerInput.Activations((Panel) unwrapped(activations.panel()));
    }
    return Proxy.isProxyClass(given.getClass())
            && Proxy.getInvocationHandler(given) instanceof WrongDevice wrong
        ? wrong.real
        : given;
  }

  /** Spoils what a void method has changed, and leaves out one that changes nothing to be seen. */
  private @Nullable Object spoiling(Method method, Object[] arguments)
      throws ReflectiveOperationException {
    List<Object> targets = Stream.of(arguments).flatMap(WrongDevice::numbers).toList();
    if (targets.isEmpty() || UNSEEN.contains(method.getName())) {
      return null;
    }
    List<double[]> before = targets.stream().map(this::values).toList();
    method.invoke(real, arguments);
    for (int i = 0; i < targets.size(); i++) {
      if (!Arrays.equals(values(targets.get(i)), before.get(i))) {
        spoil(targets.get(i));
      }
    }
    return null;
  }

  private static Stream<Object> numbers(Object argument) {
    if (argument instanceof List<?> list) {
      return list.stream().flatMap(WrongDevice::numbers);
    }
    return argument instanceof Panel
            || argument instanceof Matrix
            || argument instanceof Indices
            || argument instanceof double[]
        ? Stream.of(argument)
        : Stream.of();
  }

  private double[] values(Object target) {
    if (target instanceof Panel panel) {
      return panel.toArray();
    }
    if (target instanceof Matrix matrix) {
      float[] values = device.download(matrix);
      double[] wide = new double[values.length];
      Arrays.setAll(wide, i -> values[i]);
      return wide;
    }
    if (target instanceof Indices indices) {
      return IntStream.of(device.download(indices)).asDoubleStream().toArray();
    }
    return ((double[]) target).clone();
  }

  private void spoil(Object target) {
    if (target instanceof Indices indices) {
      int[] others = spoiled(device.download(indices));
      int[] places = IntStream.range(0, others.length).toArray();
      device.gather(device.indices(others), device.indices(places), indices);
      return;
    }
    double[] values = spoiled(values(target));
    if (target instanceof Panel panel) {
      device.write(values, panel);
    } else if (target instanceof Matrix matrix) {
      float[] narrow = new float[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) values[i];
      }
      device.write(narrow, matrix);
    } else {
      System.arraycopy(values, 0, (double[]) target, 0, values.length);
    }
  }

  /** All of them: a check may look at some alone. */
  private static double[] spoiled(double[] values) {
    return Arrays.stream(values).map(value -> value == 0 ? 1e-4 : value * OFF).toArray();
  }

  private static int[] spoiled(int[] values) {
    return Arrays.stream(values).map(value -> value + 1).toArray();
  }

  private @Nullable Object spoiled(Method method, Object[] arguments)
      throws ReflectiveOperationException {
    Class<?> type = method.getReturnType();
    if (arguments.length > 0 && MAKERS.contains(method.getName())) {
      return method.invoke(real, spoiledArguments(arguments));
    }
    Object result = method.invoke(real, arguments);
    if (result instanceof Integer number) {
      return ~number;
    } else if (result instanceof Long number) {
      return -number;
    } else if (result instanceof Boolean is) {
      return !is;
    } else if (result instanceof Double number) {
      return number * OFF;
    } else if (result instanceof Flags flags) {
      boolean[] are = flags.get();
      for (int i = 0; i < are.length; i++) {
        are[i] = !are[i];
      }
      return Flags.of(are);
    } else if (result instanceof Numbers numbers) {
      return Numbers.of(spoiled(numbers.get()));
    } else if (result instanceof String) {
      return "";
    } else if (result instanceof double[] values) {
      return spoiled(values);
    } else if (result instanceof int[] values) {
      return spoiled(values);
    } else if (result instanceof float[] values) {
      values[values.length - 1] += 1;
      return values;
    } else if (result instanceof Panel || result instanceof Matrix || result instanceof Indices) {
      spoil(result);
    } else if (result instanceof LayerInput.Samples samples) {
      spoil(samples.matrix());
    } else if (result instanceof LayerInput.Activations activations) {
      spoil(activations.panel());
    } else if (result instanceof Record all) {
      return spoiledRecord(all);
    } else if (result instanceof SampleGram || result instanceof SymmetricSystems) {
      String part = type.getSimpleName() + (type == SampleGram.class ? ".meanDiagonal" : ".matrix");
      return wrap(type, new WrongDevice(result, part, fault, device));
    } else {
      return null;
    }
    return result;
  }

  private static Object spoiledRecord(Record all) throws ReflectiveOperationException {
    var parts = all.getClass().getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(part -> part.getType()).toArray(Class<?>[]::new);
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Object value = parts[i].getAccessor().invoke(all);
      values[i] =
          value instanceof Numbers numbers
              ? Numbers.of(spoiled(numbers.get()))
              : value instanceof double[] known ? spoiled(known) : spoiled((int[]) value);
    }
    return all.getClass().getDeclaredConstructor(types).newInstance(values);
  }

  /** Of other numbers, or of another size. */
  private Object[] spoiledArguments(Object[] arguments) {
    Object[] changed = arguments.clone();
    if (changed[0] instanceof Integer order) {
      changed[0] = order + 1;
    } else {
      Panel panel = (Panel) changed[0];
      Panel other = device.panel(panel.batch(), panel.trials(), panel.width());
      device.write(spoiled(panel.toArray()), other);
      changed[0] = other;
    }
    return changed;
  }
}
