package org.atelier.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A compiled TorchScript function. The module holds no tensors: parameters are passed as arguments,
 * so one module can be used on every device and by any number of threads.
 *
 * <p>All TorchScript calls of the library go through this class. Every call sets libtorch's state
 * of the calling thread: the graph executor's optimizer is switched off (it replaces derivatives of
 * activations by slower sequences of operations, and makes bfloat16 results differ between runs),
 * and autograd records or does not, as the caller requests.
 */
public final class NativeModule implements AutoCloseable {
  /** Held for reading by each call; see {@link #endCalls}. */
  private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();

  private static final String ENGINE = "PyTorch";

  private final NDManager manager;
  private final PtSymbolBlock block;
  private final String source;

  private NativeModule(NDManager manager, PtSymbolBlock block, String source) {
    this.manager = manager;
    this.block = block;
    this.source = source;
  }

  /**
   * Compiles a TorchScript function.
   *
   * @param signature the parameters, such as {@code "x: Tensor, p: List[Tensor]"}
   * @param result the result type, such as {@code "List[Tensor]"}
   * @param body the lines of the function, indented by four spaces
   * @throws IllegalArgumentException if libtorch cannot compile the text; the message contains it
   */
  public static NativeModule compile(String signature, String result, String body) {
    String source =
        "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
            + "  def forward(self: __torch__.M, "
            + signature
            + ") -> "
            + result
            + ":\n"
            + body;
    NDManager manager = NDManager.newBaseManager(Device.cpu(), ENGINE);
    try {
      PtSymbolBlock block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive(source)), false, false);
      return new NativeModule(manager, block, source);
    } catch (EngineException e) {
      manager.close();
      throw new IllegalArgumentException(
          "TorchScript could not compile this text:\n" + source + "\n" + e.getMessage(), e);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls the function. The results are attached to the manager of the first input.
   *
   * @param inputs the arguments; consecutive arrays named {@code "p[]"} form the list argument
   *     {@code p}
   * @param recording whether autograd records the call. Without recording, results are ordinary
   *     tensors (DJL's own inference path returns inference tensors, which cannot be modified in
   *     place or saved for backward).
   * @return the results, in order
   */
  public NDList call(NDList inputs, boolean recording) {
    CALLS.readLock().lock();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(recording);
    try {
      return IValueUtils.forward(block, inputs, true);
    } finally {
      JniUtils.setGradMode(before);
      CALLS.readLock().unlock();
    }
  }

  /**
   * Waits for the calls of all threads to return, and lets none begin: for a process that ends at a
   * signal. The native library destroys its data as the process ends, and a call that is still
   * under way would crash with an error report of the Java machine.
   *
   * @param most how long to wait
   * @return whether no call is under way
   */
  public static boolean endCalls(Duration most) throws InterruptedException {
    return CALLS.writeLock().tryLock(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Names {@code array} as an element of the list parameter {@code list}, and returns it. */
  public static NDArray inList(NDArray array, String list) {
    if (!list.equals(array.getName())) {
      array.setName(list);
    }
    return array;
  }

  /**
   * Returns {@code array} as a single-tensor argument: without a name, since DJL passes an array
   * whose name has a dot as an element of a dictionary.
   */
  public static NDArray alone(NDArray array) {
    if (array.getName() == null) {
      return array;
    }
    // Another thread may pass the array under its name, so the name is removed from an alias.
    NDArray alias = array.reshape(array.getShape());
    alias.setName(null);
    return alias;
  }

  /** Returns the TorchScript source. */
  public String source() {
    return source;
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }

  /**
   * Writes a TorchScript archive, an uncompressed zip: the pickle of an empty module object, its
   * code, no constants. Version 10 selects the current operator semantics (with 3, integer division
   * floors).
   */
  static byte[] archive(String source) throws IOException {
    var pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.write("__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.write("training".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "m/data.pkl", pickle.toByteArray());
      store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "m/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
