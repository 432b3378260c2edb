package org.atelier.benchmarks.fuzz;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a fuzzing process is, in a file that outlives the process: which target, which input, and
 * when it began the target.
 */
final class FuzzState {
  private static final int TARGET = 0;
  private static final int INPUT = 8;
  private static final int BEGAN = 16;
  private static final int SIZE = 24;

  private final MappedByteBuffer memory;

  private FuzzState(MappedByteBuffer memory) {
    this.memory = memory;
  }

  /** Opens the file, and creates it if there is none. */
  static FuzzState open(Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new FuzzState(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    }
  }

  /** Notes that a target begins, at a time in milliseconds since 1970. */
  void begin(int target, long milliseconds) {
    memory.putLong(BEGAN, milliseconds);
    memory.putInt(TARGET, target);
  }

  /** Notes the input that is about to be read. */
  void input(long number) {
    memory.putLong(INPUT, number);
  }

  /** Returns the index of the target among the chosen ones. */
  int target() {
    return memory.getInt(TARGET);
  }

  /** Returns the number of the last input. */
  long input() {
    return memory.getLong(INPUT);
  }

  /** Returns when the target began, in milliseconds since 1970. */
  long began() {
    return memory.getLong(BEGAN);
  }
}
