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
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A compiled TorchScript function. The module holds no tensors: parameters are passed in, so one
 * module serves every device and thread.
 *
 * <p>This class is the only caller of scripts. Every call sets, on the calling thread, what
 * libtorch keeps per thread: the graph executor's optimizer is off (left on, it replaces
 * activations' derivatives by slow chains and changes bits from run to run in bfloat16), and
 * gradients are recorded or not, as the caller says.
 */
public final class NativeModule implements AutoCloseable {
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
   * Compiles a function.
   *
   * @param signature the parameters, such as {@code "x: Tensor, p: List[Tensor]"}
   * @param result the result type, such as {@code "List[Tensor]"}
   * @param body the lines of the function, indented by four spaces
   * @throws IllegalArgumentException if libtorch refuses the text, which the message shows
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
   * Runs the function. The results join the manager of the first input.
   *
   * @param inputs the arguments; neighbours named {@code "p[]"} arrive together as the list {@code
   *     p}
   * @param recording whether autograd records the call. Not recording still gives ordinary tensors
   *     (DJL's own inference path gives tensors that may never be changed or saved for backward).
   */
  public NDList call(NDList inputs, boolean recording) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(recording);
    try {
      return IValueUtils.forward(block, inputs, true);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Names {@code array} as an element of the list parameter {@code list}; names are transport. */
  public static NDArray inList(NDArray array, String list) {
    if (!list.equals(array.getName())) {
      array.setName(list);
    }
    return array;
  }

  /** Makes {@code array} a parameter of its own: a name with a dot would make it a dictionary. */
  public static NDArray alone(NDArray array) {
    if (array.getName() == null) {
      return array;
    }
    // The caller's array may serve another thread under its name, so an alias loses the name.
    NDArray alias = array.reshape(array.getShape());
    alias.setName(null);
    return alias;
  }

  /** The text that was compiled. */
  public String source() {
    return source;
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }

  /**
   * An uncompressed zip: a pickle of an empty module object, its code, no constants. Version 10
   * chooses today's operators (with 3, integer division floors).
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
