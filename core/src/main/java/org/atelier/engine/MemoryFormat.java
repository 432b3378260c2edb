package org.atelier.engine;

/** The order in which the numbers of a four-axis array (N, C, H, W) follow each other in memory. */
public enum MemoryFormat {
  /** Channel by channel, each row by row; libtorch calls it contiguous. */
  ROW_MAJOR(0),

  /** Pixel by pixel, each with all of its channels. */
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
