package org.atelier.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * What a decoder reads: bytes in memory, with an end that a decoder cannot pass for ever and a
 * bound on the processor time of the thread that decodes.
 *
 * <p>Some decoders take the end for zeros and read on without end; others swallow {@code
 * EOFException}. {@link UnreadableFile} is neither.
 */
final class DecoderInput extends ImageInputStreamImpl {
  private final byte[] bytes;
  private final Deadline deadline;
  private int endReads;

  /**
   * @param endReads how often reading at the end is answered by "no more" (-1), as the contract
   *     asks, before it fails
   */
  DecoderInput(byte[] bytes, Deadline deadline, int endReads) {
    this.bytes = bytes;
    this.endReads = endReads;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    prepare();
    if (streamPos >= bytes.length) {
      return end();
    }
    return bytes[(int) streamPos++] & 255;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    prepare();
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return end();
    }
    int count = Math.min(length, bytes.length - (int) streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private void prepare() throws IOException {
    bitOffset = 0;
    deadline.check();
  }

  private int end() throws UnreadableFile {
    if (--endReads < 0) {
      throw UnreadableFile.truncated();
    }
    return -1;
  }
}
