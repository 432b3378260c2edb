package org.atelier.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.nn.SpectralNorm;
import org.atelier.nn.script.Footprint;
import org.atelier.optim.Adam;
import org.junit.jupiter.api.Test;

class NetworkMemoryTest {
  private static Network network(Layer layers, Shape input) {
    return new Network("net", layers, Adam.of(1e-3, 0.5), input);
  }

  @Test
  void a_footprint_counts_the_values_that_initialisation_makes() {
    Layer layers =
        Sequential.of(
            SpectralNorm.of(Conv2d.of(5, 3).withPadding(1)),
            BatchNorm2d.of(),
            Activation.relu(),
            Flatten.of(),
            Linear.of(7));
    try (Network network = network(layers, new Shape(3, 8, 8))) {
      Footprint footprint = network.footprint(2).orElseThrow();
      network.initialize(1, Device.cpu());

      double made =
          Stream.of(network.parameters(), network.buffers())
              .flatMap(arrays -> arrays.values().stream())
              .mapToLong(array -> array.getShape().size())
              .sum();
      assertThat(footprint.parameters()).isEqualTo(made);
      assertThat(footprint.largestParameter()).isEqualTo("net.4.weight");
      assertThat(footprint.largestParameterSize()).isEqualTo(7 * 5 * 8 * 8);
      assertThat(footprint.largestResult()).isEqualTo(2 * 5 * 8 * 8);
    }
  }

  @Test
  void parameters_that_no_array_can_hold_are_refused_before_they_are_made() {
    try (Network network = network(Linear.of(Integer.MAX_VALUE), new Shape(1_000_000))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.initialize(1, Device.cpu()))
          .withMessageContaining("the parameter net.weight would have 2,147,483,647,000,000 values")
          .withMessageContaining("at most 536,870,911");
      assertThat(network.isInitialized()).isFalse();
    }
  }

  @Test
  void batches_and_results_that_no_machine_holds_are_refused() {
    try (Network network = network(Conv2d.of(1 << 20, 3).withPadding(1), new Shape(1, 16, 16))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NetworkMemory.requireTraining(List.of(network), 1 << 20))
          .withMessageContaining("at least 1.1 PB of memory is needed for one layer's result");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NetworkMemory.requireTraining(List.of(network), 1L << 31))
          .withMessageContaining("a batch of 2,147,483,648 inputs of net would have");
    }
  }

  @Test
  void what_fits_is_accepted() {
    try (Network network = network(Linear.of(1000), new Shape(1000))) {
      NetworkMemory.requireTraining(List.of(network), 64);
      network.initialize(1, Device.cpu());
      assertThat(network.isInitialized()).isTrue();
    }
  }

  @Test
  void shapes_of_pictures_and_grids_that_overflow_are_refused_in_words() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PictureShape.grey(99_999))
        .withMessageContaining(
            "height and width must give pictures of at most 2,147,483,647 values");
    var one = new Picture(1, 4, 4, new float[16]);
    for (int columns : new int[] {1_000_000_000, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PictureGrid.defaults().withColumns(columns).arrange(List.of(one, one)))
          .withMessageContaining("choose fewer columns");
    }
  }
}
