package org.atelier.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.atelier.weights.HostTensor;
import org.atelier.weights.PyTorchCheckpoint;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;

/**
 * One case of numbers that a reference implementation computed, and the comparison with them; the
 * README beside the files says what they mean.
 *
 * <p>Tensors have one name space: a plain name ({@code output.eval.image}, {@code grad.param.…}) is
 * one of {@code io.safetensors}; {@code final/<net>/<parameter>} is a weight after training; {@code
 * optim/<net>.<parameter>.<moment>} is an optimizer's state; any other {@code <file>/<key>} is a
 * tensor of {@code <file>.pth}, as in {@code weights/main.0.weight} or {@code
 * init_netG/main.0.weight}.
 *
 * <pre>{@code
 * Golden golden = Golden.load("dcgan/generator_64");
 * network.load(golden.weights());
 * golden.assertMatches("output.eval.image", network.forward(golden.array("z", manager)));
 * }</pre>
 */
public final class Golden {
  /** A folder with the whole set of cases; without it, the selection on the class path is used. */
  public static final String FOLDER_PROPERTY = "atelier.golden";

  private static final String IO = "io.safetensors";
  private static final String OPTIM = "optim.safetensors";

  private final String name;
  private final JsonObject description;
  private final Map<String, Map<String, HostTensor>> files = new HashMap<>();

  private Golden(String name) {
    this.name = name;
    this.description =
        onFile("case.json", file -> JsonParser.parseString(Files.readString(file)))
            .getAsJsonObject();
  }

  /**
   * Loads a case.
   *
   * @param name family and case, as in {@code "dcgan/generator_64"}
   * @throws AssertionError if there is no such case
   */
  public static Golden load(String name) {
    return new Golden(name);
  }

  /** Whether the case is at hand: the class path holds a selection only. */
  public static boolean exists(String name) {
    String folder = folder();
    return folder.isEmpty()
        ? Golden.class.getResource("/golden/" + name + "/case.json") != null
        : Files.isRegularFile(Path.of(folder, name, "case.json"));
  }

  /** The folder with the whole set; empty if there is none. */
  private static String folder() {
    String folder = System.getProperty(FOLDER_PROPERTY, "");
    // Maven passes the property on, and leaves its placeholder where nobody has set it.
    return folder.equals("${" + FOLDER_PROPERTY + "}") ? "" : folder;
  }

  /** All of {@code case.json}. */
  public JsonObject description() {
    return description;
  }

  /** The constructor arguments of the reference's network, and the batch and image sizes. */
  public JsonObject constructor() {
    return description.getAsJsonObject("constructor");
  }

  /** Inputs, outputs and gradients: the tensors of {@code io.safetensors}. */
  public Map<String, HostTensor> io() {
    return file(IO);
  }

  /** The optimizers' state after the last step of a trajectory: {@code optim.safetensors}. */
  public Map<String, HostTensor> optim() {
    return file(OPTIM);
  }

  /** The state dict {@code weights.pth}. */
  public Map<String, HostTensor> weights() {
    return stateDict("weights");
  }

  /**
   * A state dict by its file's name without the ending: {@code "init_netG"}, {@code "decoder"}.
   *
   * @throws AssertionError if the case has no such file
   */
  public Map<String, HostTensor> stateDict(String file) {
    return file(file + ".pth");
  }

  /** The names of the case's files besides {@code case.json}. */
  public Set<String> fileNames() {
    return description.getAsJsonObject("files").keySet();
  }

  /**
   * A file of the case, for tests of readers; a temporary copy if the case lies on the class path.
   *
   * @throws AssertionError if the case has no such file
   */
  public Path path(String file) {
    return onFile(file, found -> found);
  }

  /**
   * A tensor.
   *
   * @param tensor a name as the class description explains
   * @throws AssertionError if the case has none of that name
   */
  public HostTensor tensor(String tensor) {
    int slash = tensor.indexOf('/');
    Map<String, HostTensor> file;
    String key = tensor.substring(slash + 1);
    if (slash < 0) {
      file = io();
    } else if (tensor.startsWith("optim/")) {
      file = optim();
    } else if (tensor.startsWith("final/")) {
      int second = tensor.indexOf('/', slash + 1);
      file = stateDict("final_" + tensor.substring(slash + 1, second));
      key = tensor.substring(second + 1);
    } else {
      file = stateDict(tensor.substring(0, slash));
    }
    HostTensor found = file.get(key);
    if (found == null) {
      throw new AssertionError(
          "Golden " + name + " has no tensor '" + tensor + "'; that file has " + file.keySet());
    }
    return found;
  }

  /**
   * A tensor as an array.
   *
   * @param tensor a name as the class description explains
   * @param manager owns the array
   */
  public NDArray array(String tensor, NDManager manager) {
    return tensor(tensor).toArray(manager);
  }

  /**
   * Gradients that are pure rounding noise ({@code grad.param.…}); a test leaves them out, or
   * compares them with the generous tolerance that the case gives them.
   */
  public Set<String> zeroGradients() {
    return strings(tolerances().getAsJsonArray("gradients_that_are_zero_in_exact_arithmetic"));
  }

  /**
   * Parameters ({@code <net>.<parameter>}) of a trajectory that only rounding noise moves, by up to
   * the learning rate a step; a test leaves them out.
   */
  public Set<String> noiseDriven() {
    return strings(description.getAsJsonArray("noise_driven"));
  }

  /**
   * Single elements of a parameter that only rounding noise moves; {@link #assertMatches} leaves
   * them out by itself.
   *
   * @param parameter {@code <net>.<parameter>}
   * @return flat indices, usually none
   */
  public Set<Integer> noiseDrivenElements(String parameter) {
    var indices = new HashSet<Integer>();
    JsonObject all = description.getAsJsonObject("noise_driven_elements");
    if (all != null && all.has(parameter)) {
      all.getAsJsonArray(parameter).forEach(index -> indices.add(index.getAsInt()));
    }
    return indices;
  }

  /** The tolerance of a tensor: its own, or its file's, or the case's. */
  public Tolerance tolerance(String tensor) {
    JsonObject all = tolerances();
    JsonObject overrides = all.getAsJsonObject("overrides");
    JsonElement found = overrides == null ? null : overrides.get(tensor);
    if (found == null && tensor.startsWith("final/")) {
      found = all.get("final_*.pth");
    }
    if (found == null && tensor.startsWith("optim/")) {
      found = all.get(OPTIM);
    }
    if (found == null) {
      found = all.get("default");
    }
    JsonObject numbers = found.getAsJsonObject();
    return new Tolerance(numbers.get("rtol").getAsDouble(), numbers.get("atol").getAsDouble());
  }

  /**
   * Compares shape and values.
   *
   * @param tensor a name as the class description explains
   * @param actual what our code computed, of any numeric type
   * @throws AssertionError if the shape differs or the tolerance is exceeded
   */
  public void assertMatches(String tensor, NDArray actual) {
    assertMatches(tensor, HostTensor.of(actual));
  }

  /**
   * Compares shape and values.
   *
   * @param tensor a name as the class description explains
   * @param actual what our code computed
   * @throws AssertionError if the shape differs or the tolerance is exceeded
   */
  public void assertMatches(String tensor, HostTensor actual) {
    Shape expected = tensor(tensor).shape();
    if (!actual.shape().equals(expected)) {
      throw new AssertionError(
          label(tensor) + ": expected shape " + expected + ", but was " + actual.shape());
    }
    compare(tensor, actual.toDoubles());
  }

  /**
   * Compares values in row-major order.
   *
   * @param tensor a name as the class description explains
   * @param actual what our code computed
   * @throws AssertionError if the number of values differs or the tolerance is exceeded
   */
  public void assertMatches(String tensor, float... actual) {
    var doubles = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      doubles[i] = actual[i];
    }
    compare(tensor, doubles);
  }

  /**
   * Compares a trained network with the end of the trajectory: every entry of {@code
   * final_<net>.pth} but the {@link #noiseDriven} ones must be there and match.
   *
   * @param net the reference's name of the network, as in {@code "netG"}
   * @param actual its parameters and statistics under the reference's names
   * @throws AssertionError listing every entry that is missing or differs
   */
  public void assertFinalWeightsMatch(String net, Map<String, HostTensor> actual) {
    var problems = new LinkedHashSet<String>();
    for (String parameter : stateDict("final_" + net).keySet()) {
      if (noiseDriven().contains(net + "." + parameter)) {
        continue;
      }
      HostTensor value = actual.get(parameter);
      if (value == null) {
        problems.add(label("final/" + net + "/" + parameter) + ": missing");
        continue;
      }
      try {
        assertMatches("final/" + net + "/" + parameter, value);
      } catch (AssertionError e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  private void compare(String tensor, double[] actual) {
    tolerance(tensor)
        .check(label(tensor), tensor(tensor).toDoubles(), actual, ignoredElements(tensor));
  }

  /** Both names of a parameter's values end up as {@code <net>.<parameter>}. */
  private Set<Integer> ignoredElements(String tensor) {
    if (tensor.startsWith("final/")) {
      return noiseDrivenElements(tensor.substring("final/".length()).replaceFirst("/", "."));
    }
    if (tensor.startsWith("optim/")) {
      return noiseDrivenElements(tensor.substring("optim/".length(), tensor.lastIndexOf('.')));
    }
    return Set.of();
  }

  private String label(String tensor) {
    return "Golden " + name + ", " + tensor;
  }

  private JsonObject tolerances() {
    return description.getAsJsonObject("tolerance");
  }

  private static Set<String> strings(@Nullable JsonArray array) {
    var result = new LinkedHashSet<String>();
    if (array != null) {
      array.forEach(element -> result.add(element.getAsString()));
    }
    return result;
  }

  private Map<String, HostTensor> file(String file) {
    return files.computeIfAbsent(
        file,
        missing ->
            onFile(
                missing,
                path ->
                    missing.endsWith(".pth")
                        ? PyTorchCheckpoint.read(path)
                        : Safetensors.read(path)));
  }

  /** Reads one file of the case. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private <T> T onFile(String file, Reader<T> reader) {
    String folder = folder();
    try {
      if (!folder.isEmpty()) {
        Path path = Path.of(folder, name, file);
        if (Files.isRegularFile(path)) {
          return reader.read(path);
        }
        // Later cases lie on the class path alone.
        if (Golden.class.getResource("/golden/" + name + "/case.json") == null) {
          throw new AssertionError(
              "No golden file " + path + " (the folder comes from -D" + FOLDER_PROPERTY + ")");
        }
      }
      try (var in = Golden.class.getResourceAsStream("/golden/" + name + "/" + file)) {
        if (in == null) {
          throw new AssertionError(
              "No golden file "
                  + name
                  + "/"
                  + file
                  + " on the class path; name a folder with all cases by -D"
                  + FOLDER_PROPERTY
                  + "=FOLDER");
        }
        // A resource may lie in a jar, where no file channel reaches.
        Path copy = Files.createTempFile("golden-", "-" + file);
        copy.toFile().deleteOnExit();
        Files.write(copy, in.readAllBytes());
        return reader.read(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
