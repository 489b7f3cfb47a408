package dev.geodesic.cli;

import dev.geodesic.trial.DeviceRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A device that is to be checked.
 *
 * @param ordinal of an OpenCL device among those of the machine; absent for any
 */
record CheckedDevice(DeviceRequest request, @Nullable Integer ordinal) {
  private static final String NUMBERED = "opencl:";

  /** Converts the name of a kind of device, or {@code opencl:N}. */
  static final class Converter implements ITypeConverter<CheckedDevice> {
    @Override
    public CheckedDevice convert(String name) {
      if (!name.startsWith(NUMBERED)) {
        return new CheckedDevice(new DeviceConverter().convert(name), null);
      }
      String ordinal = name.substring(NUMBERED.length());
      if (!ordinal.matches("\\d{1,3}")) {
        throw new TypeConversionException(
            "must name an OpenCL device by its number, as in opencl:0, got: " + name);
      }
      return new CheckedDevice(DeviceRequest.OPENCL, Integer.valueOf(ordinal));
    }
  }
}
