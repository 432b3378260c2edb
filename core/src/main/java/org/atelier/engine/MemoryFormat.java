package org.atelier.engine;

/** The order in which the numbers of a four-axis array (N, C, H, W) follow each other in memory. */
public enum MemoryFormat {
  /** NCHW-contiguous, libtorch's default: row-major, with the width as the innermost axis. */
  CONTIGUOUS(0),

  /** NHWC in memory: the channels of a pixel are adjacent. */
  CHANNELS_LAST(2);

  private final int code;

  MemoryFormat(int code) {
    this.code = code;
  }

  /** libtorch's number of it, as TorchScript takes it. */
  public int code() {
    return code;
  }
}
