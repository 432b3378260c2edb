package org.atelier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.atelier.model.network.Network;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.nn.SpectralNorm;
import org.atelier.optim.Sgd;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedWeightsTest {
  private static final Path FILE = Path.of("published.pth");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "G.",
        "netG.",
        "generator.",
        "state_dict.netG.module._orig_mod.",
        "params_ema.",
        "params.",
        "model.",
        "g_ema.",
        "0."
      })
  void a_network_is_found_after_any_prefix(String prefix) throws WeightsException {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      file.putAll(prefixed(prefix, values(network, 1)));
      if (!prefix.isEmpty()) {
        file.put("optimizer.state.0.exp_avg", HostTensor.of(new Shape(1), 9));
      }

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
  }

  @Test
  void wrappers_inside_of_a_network_are_passed_over() throws WeightsException {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      values(network, 1)
          .forEach(
              (name, tensor) -> file.put(name.replace("main.", "main._orig_mod.module."), tensor));

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "params_ema, params",
    "g_ema, g",
    "ema_model, model",
    "netG_ema, netG",
    "g_running, g"
  })
  void an_average_is_preferred_and_named(String average, String latest) throws WeightsException {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      file.putAll(prefixed(latest + ".", values(network, 1)));
      file.putAll(prefixed(average + ".", values(network, 2)));
      var weights = new PublishedWeights(FILE, file, List.of("epoch", "args (argparse.Namespace)"));

      weights.into(network);

      assertThat(first(network)).isEqualTo(2);
      assertThat(weights.remark(network))
          .contains(
              "Of published.pth, \"%s\" (averaged weights) is taken; left out: %s, epoch, args (argparse.Namespace)."
                  .formatted(average, latest));
      weights.network(latest).into(network);
      assertThat(first(network)).isEqualTo(1);
    }
  }

  @Test
  void of_several_networks_one_must_be_chosen() throws WeightsException {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      file.putAll(prefixed("netG_A.module.", values(network, 1)));
      file.putAll(prefixed("netG_B.module.", values(network, 2)));
      file.put("netD.main.0.weight", HostTensor.of(new Shape(1), 1));
      var weights = new PublishedWeights(FILE, file);

      assertThatThrownBy(() -> weights.into(network))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("2 networks in it fit \"G\": netG_A, netG_B.")
          .hasMessageContaining("--network netG_A");
      weights.network("netG_B").into(network);
      assertThat(first(network)).isEqualTo(2);
      assertThatThrownBy(() -> weights.network("netG"))
          .hasMessageContaining("no network named \"netG\"")
          .hasMessageContaining("netG_A, netG_B, netD");
    }
  }

  @Test
  void the_same_network_under_two_names_is_no_choice() throws WeightsException {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      file.putAll(prefixed("last.", values(network, 1)));
      file.putAll(prefixed("best.", values(network, 1)));

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void a_value_that_is_not_finite_is_found_by_its_tensor(float value) {
    try (Network network = network(small())) {
      Map<String, HostTensor> file = values(network, 1);
      file.put("main.0.bias", HostTensor.of(new Shape(2), 0, value));
      float before = first(network);

      assertThatThrownBy(() -> new PublishedWeights(FILE, file).into(network))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("\"main.0.bias\" has a value that is not finite");
      assertThat(first(network)).as("the network is unchanged").isEqualTo(before);
    }
  }

  @Test
  void statistics_that_a_network_does_not_use_need_not_be_there() throws WeightsException {
    Layer recorded =
        Sequential.of(
            Conv2d.of(2, 1),
            InstanceNorm2d.of().withAffine().withRecordedStatistics(),
            BatchNorm2d.of().withPictureStatistics());
    try (Network network = network(recorded)) {
      Map<String, HostTensor> file = values(network, 1);
      assertThat(file.keySet().removeIf(name -> name.contains("running_"))).isTrue();

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
    try (Network network = network(Sequential.of(Conv2d.of(2, 1), BatchNorm2d.of()))) {
      Map<String, HostTensor> file = values(network, 1);
      file.remove("1.running_mean");
      assertThatThrownBy(() -> new PublishedWeights(FILE, file).into(network))
          .hasMessageContaining("Missing: 1.running_mean");
    }
  }

  @Test
  void statistics_that_a_network_does_not_use_may_be_unusable() throws WeightsException {
    Layer recorded =
        Sequential.of(Conv2d.of(2, 1), InstanceNorm2d.of().withAffine().withRecordedStatistics());
    try (Network network = network(recorded)) {
      Map<String, HostTensor> file = values(network, 1);
      file.put("1.running_mean", HostTensor.of(new Shape(2), Float.NaN, 1));
      file.put("1.running_var", HostTensor.of(new Shape(3), 1, 1, 1));

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
      assertThat(network.buffers().get("1.running_mean").toFloatArray()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "b."})
  void of_two_equal_networks_one_may_lack_statistics_that_are_not_used(String lacking)
      throws WeightsException {
    Layer recorded =
        Sequential.of(Conv2d.of(2, 1), InstanceNorm2d.of().withAffine().withRecordedStatistics());
    try (Network network = network(recorded)) {
      var file = new LinkedHashMap<String, HostTensor>();
      for (String prefix : List.of("a.", "b.")) {
        values(network, 1).forEach((name, tensor) -> file.put(prefix + name, tensor));
      }
      file.keySet().removeIf(name -> name.startsWith(lacking) && name.contains("running_"));

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
  }

  @Test
  void statistics_and_counters_that_a_network_does_not_have_are_passed_over()
      throws WeightsException {
    try (Network network = network(small())) {
      Map<String, HostTensor> file = values(network, 1);
      for (String name : List.of("running_mean", "running_var", "num_batches_tracked")) {
        file.put("main.1." + name, HostTensor.of(new Shape(2), 1, 2));
      }

      new PublishedWeights(FILE, file).into(network);

      assertThat(first(network)).isEqualTo(1);
    }
  }

  @Test
  void spectral_norm_goes_by_both_names_into_layers_of_either_and_of_neither()
      throws WeightsException {
    for (String name : List.of("ops/spectral_norm", "ops/spectral_norm_parametrization")) {
      Golden golden = Golden.load(name);
      for (Layer layer :
          new Layer[] {
            SpectralNorm.of(convolution()),
            SpectralNorm.of(convolution()).asParametrization(),
            convolution()
          }) {
        try (Network network = network(Sequential.of(Map.of("conv", layer)), new Shape(3, 8, 7))) {
          var weights = new PublishedWeights(FILE, ofLayer(golden, "conv"));
          weights.into(network);
          try (var scope = network.parameters().get("conv.bias").getManager().newSubManager()) {
            golden.assertMatches("output.eval.conv", network.predict(golden.array("image", scope)));
          }
        }
      }
    }
  }

  private static Map<String, HostTensor> ofLayer(Golden golden, String layer) {
    var own = new LinkedHashMap<>(golden.weights());
    own.keySet().removeIf(key -> !key.startsWith(layer + "."));
    return own;
  }

  private static Layer convolution() {
    return Conv2d.of(5, 3).withPadding(1);
  }

  @Test
  void the_divided_weight_is_that_of_PyTorch() throws WeightsException {
    Golden golden = Golden.load("ops/spectral_norm_parametrization");
    try (Network network = network(Sequential.of(Map.of("linear", Linear.of(4))), new Shape(7))) {
      new PublishedWeights(FILE, ofLayer(golden, "linear")).into(network);
      golden.assertMatches("output.eval_weight.linear", network.parameters().get("linear.weight"));
    }
  }

  @Test
  void spectral_norm_of_a_transposed_convolution_has_its_rows_on_the_second_axis()
      throws WeightsException {
    // Weight (2, 3, 1, 1): rows are its 3 output channels. σ = u·(W v) = 2.
    float[] weight = {2, 0, 0, 0, 1, 0};
    Map<String, HostTensor> file =
        new LinkedHashMap<>(
            Map.of(
                "0.weight_orig", HostTensor.of(new Shape(2, 3, 1, 1), weight),
                "0.weight_u", HostTensor.of(new Shape(3), 1, 0, 0),
                "0.weight_v", HostTensor.of(new Shape(2), 1, 0),
                "0.bias", HostTensor.of(new Shape(3), 0, 0, 0)));
    assertThat(transposed(file)).containsExactly(1, 0, 0, 0, 0.5f, 0);
    file.remove("0.weight_v");
    assertThat(transposed(file)).as("of PyTorch 0.4").containsExactly(1, 0, 0, 0, 0.5f, 0);
  }

  private static float[] transposed(Map<String, HostTensor> file) throws WeightsException {
    try (Network network = network(Sequential.of(ConvTranspose2d.of(3, 1)), new Shape(2, 4, 4))) {
      new PublishedWeights(FILE, file).into(network);
      return network.parameters().get("0.weight").toFloatArray();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "weight_g, weight_v",
    "parametrizations.weight.original0, parametrizations.weight.original1"
  })
  void weight_norm_becomes_the_weight(String magnitude, String direction) throws WeightsException {
    HostTensor v = HostTensor.of(new Shape(2, 3, 1, 1), 3, 0, 4, 0, 0, -2);
    var file =
        new LinkedHashMap<String, HostTensor>(
            Map.of("0.bias", HostTensor.of(new Shape(2), 0, 0), "0." + direction, v));
    try (Network network = network(Sequential.of(Conv2d.of(2, 1)), new Shape(3, 4, 4))) {
      file.put("0." + magnitude, HostTensor.of(new Shape(2, 1, 1, 1), 10, 1));
      new PublishedWeights(FILE, file).into(network);
      assertThat(weight(network)).containsExactly(new float[] {6, 0, 8, 0, 0, -1}, within(1e-6f));

      // Of all elements in one: the norm of v is the root of 29.
      file.put("0." + magnitude, HostTensor.of(new Shape(), (float) Math.sqrt(29)));
      new PublishedWeights(FILE, file).into(network);
      assertThat(weight(network)).containsExactly(v.toFloats(), within(1e-6f));

      // Along the input channels.
      file.put("0." + magnitude, HostTensor.of(new Shape(1, 3, 1, 1), 1, 0, 2));
      file.put("0." + direction, HostTensor.of(new Shape(2, 3, 1, 1), 3, 1, 3, 4, 1, 4));
      new PublishedWeights(FILE, file).into(network);
      assertThat(weight(network))
          .containsExactly(new float[] {0.6f, 0, 1.2f, 0.8f, 0, 1.6f}, within(1e-6f));
    }
  }

  private static float[] weight(Network network) {
    return network.parameters().get("0.weight").toFloatArray();
  }

  @Test
  void what_does_not_fit_is_listed_and_the_rest_of_the_file_is_not() {
    try (Network network = network(small())) {
      var file = new LinkedHashMap<String, HostTensor>();
      file.putAll(prefixed("netG.", values(network, 1)));
      file.remove("netG.main.0.bias");
      file.put("netG.main.7.weight", HostTensor.of(new Shape(1), 1));
      file.put("netD.main.7.weight", HostTensor.of(new Shape(1), 1));

      assertThatThrownBy(() -> new PublishedWeights(FILE, file).into(network))
          .hasMessage(
              "published.pth: these weights do not fit the network \"G\". Missing: main.0.bias. Unexpected: main.7.weight.");
    }
  }

  private static Layer small() {
    return Sequential.of(
        Map.of("main", Sequential.of(Conv2d.of(2, 1), InstanceNorm2d.of(), Conv2d.of(3, 1))));
  }

  private static Network network(Layer layers) {
    return network(layers, new Shape(3, 4, 4));
  }

  private static Network network(Layer layers, Shape input) {
    var network = new Network("G", layers, Sgd.of(1e-3), input);
    network.initialize(1, Device.cpu());
    return network;
  }

  /** Tensors for all of a network's arrays, of one value. */
  private static Map<String, HostTensor> values(Network network, float value) {
    var values = new LinkedHashMap<String, HostTensor>();
    Stream.of(network.parameters(), network.buffers())
        .forEach(
            arrays ->
                arrays.forEach(
                    (name, array) -> {
                      var filled = new float[Math.toIntExact(array.getShape().size())];
                      Arrays.fill(filled, value);
                      values.put(name, HostTensor.of(array.getShape(), filled));
                    }));
    return values;
  }

  private static Map<String, HostTensor> prefixed(String prefix, Map<String, HostTensor> tensors) {
    var prefixed = new LinkedHashMap<String, HostTensor>();
    tensors.forEach((name, tensor) -> prefixed.put(prefix + name, tensor));
    return prefixed;
  }

  private static float first(Network network) {
    NDArray array = Objects.requireNonNull(network.parameters().values().iterator().next());
    return array.toFloatArray()[0];
  }
}
