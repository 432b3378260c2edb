package org.atelier.engine;

/** The memory format of an array of four axes (N, C, H, W): the order of its elements in memory. */
public enum MemoryFormat {
  /** NCHW-contiguous, libtorch's default: row-major order, W is the innermost axis. */
  CONTIGUOUS(0),

  /**
   * Channels last (NHWC in memory): C is the innermost axis, the channels of a pixel are adjacent.
   */
  CHANNELS_LAST(2);

  private final int code;

  MemoryFormat(int code) {
    this.code = code;
  }

  /** Returns libtorch's code of the format, as TorchScript's {@code memory_format} takes it. */
  public int code() {
    return code;
  }
}
