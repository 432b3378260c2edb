package org.atelier.cli.run;

import ai.djl.Device;
import org.atelier.engine.Precision;
import picocli.CommandLine.Option;

/** The option of commands that change pictures by networks. */
public final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "float32|mixed|auto",
      description =
          "mixed computes convolutions in bfloat16, which is faster on GPUs and CPUs with bfloat16"
              + " units; auto uses it where there are such units (default: float32).")
  private PrecisionChoice choice = PrecisionChoice.FLOAT32;

  /** The precision on a device. */
  public Precision on(Device device) {
    return choice.on(device);
  }
}
