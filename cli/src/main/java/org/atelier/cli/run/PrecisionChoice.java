package org.atelier.cli.run;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.atelier.engine.Precision;

/** Values of {@code --precision}. */
public enum PrecisionChoice {
  FLOAT32,
  MIXED,
  AUTO;

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Pattern UNITS = Pattern.compile("\\b(avx512_bf16|amx_bf16|bf16)\\b");

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The precision to train with on a device. */
  public Precision on(Device device) {
    return switch (this) {
      case FLOAT32 -> Precision.FLOAT32;
      case MIXED -> Precision.MIXED;
      // Without bfloat16 units, mixed precision is slower than float32.
      case AUTO -> !device.isGpu() && hasBfloat16Units() ? Precision.MIXED : Precision.FLOAT32;
    };
  }

  private static boolean hasBfloat16Units() {
    if (!Files.isReadable(PROCESSOR)) {
      return false;
    }
    try {
      return namesBfloat16(Files.readString(PROCESSOR));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the text of Linux's /proc/cpuinfo (x86 or ARM) lists bfloat16 units. */
  static boolean namesBfloat16(String processors) {
    return UNITS.matcher(processors).find();
  }
}
