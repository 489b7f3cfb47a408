package dev.geodesic.device;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A device with one method altered, for trouble and properties that the processor does not have.
 */
public final class AlteredDevice {
  private AlteredDevice() {}

  /**
   * Alters a method.
   *
   * @param instead called first; what it answers is the answer, and where that is null the device
   *     is asked
   */
  public static Device of(Device device, String altered, Supplier<@Nullable Object> instead) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              Object answer = method.getName().equals(altered) ? instead.get() : null;
              try {
                return answer != null ? answer : method.invoke(device, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
