package org.atelier.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  public static final String FOLDER_PROPERTY = GoldenFiles.FOLDER_PROPERTY;

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

  /**
   * All cases that one program of a reference project computed, sorted by name: those of the folder
   * that {@value #FOLDER_PROPERTY} names; if it has none, those on the class path.
   *
   * @param family as {@code case.json} has it
   * @param source a path of its {@code upstream}; any if empty
   * @param symbol how the symbol of that {@code upstream} begins; any if empty
   * @throws AssertionError if there is none
   */
  public static List<Golden> all(String family, String source, String symbol) {
    for (List<String> names : GoldenFiles.caseNames()) {
      List<Golden> found =
          names.stream()
              .map(Golden::new)
              .filter(golden -> golden.isFrom(family, source, symbol))
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new AssertionError(
        "No golden case of the family \"%s\" from %s %s".formatted(family, source, symbol));
  }

  private boolean isFrom(String family, String source, String symbol) {
    if (!description.get("family").getAsString().equals(family)) {
      return false;
    }
    for (JsonElement element : description.getAsJsonArray("upstream")) {
      JsonObject upstream = element.getAsJsonObject();
      if ((source.isEmpty() || upstream.get("path").getAsString().equals(source))
          && upstream.get("symbol").getAsString().startsWith(symbol)) {
        return true;
      }
    }
    return false;
  }

  /** Family and folder, as in {@code "dcgan/generator_64"}. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /** All of {@code case.json}. */
  public JsonObject description() {
    return description;
  }

  /** The constructor arguments of the reference's network, and the batch and image sizes. */
  public JsonObject constructor() {
    return description.getAsJsonObject("constructor");
  }

  /** A whole number of the {@link #constructor}. */
  public int size(String key) {
    JsonElement value = constructor().get(key);
    if (value == null) {
      throw new AssertionError(
          label("constructor") + " has no '" + key + "', but " + constructor().keySet());
    }
    return value.getAsInt();
  }

  /**
   * A number of the recipe: the constructor's, or else what a sentence of the {@code recipe} or of
   * the {@code computation} has.
   *
   * @param key the constructor's
   * @param sentence a pattern whose first group is the number
   * @throws AssertionError if neither has it
   */
  public double number(String key, String sentence) {
    if (constructor().has(key)) {
      return constructor().get(key).getAsDouble();
    }
    String recipe =
        description.get(description.has("recipe") ? "recipe" : "computation").getAsString();
    Matcher found = Pattern.compile(sentence).matcher(recipe);
    if (!found.find()) {
      throw new AssertionError(
          label("recipe") + ": expected a number where " + sentence + " finds it, in: " + recipe);
    }
    return Double.parseDouble(found.group(1));
  }

  /** The optimizers' learning rate in a trajectory. */
  public double learningRate() {
    return number("lr", "\\blr ([\\d.]+(?:e-?\\d+)?)");
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

  /** A tensor's first value, as of a scalar. */
  public double value(String tensor) {
    return tensor(tensor).toDoubles()[0];
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
   * Compares a scalar.
   *
   * @param tensor a name as the class description explains
   * @param actual what our code computed
   * @throws AssertionError if the tolerance is exceeded
   */
  public void assertMatches(String tensor, double actual) {
    compare(tensor, new double[] {actual});
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

  private <T> T onFile(String file, GoldenFiles.Reader<T> reader) {
    return GoldenFiles.read(name, file, reader);
  }
}
