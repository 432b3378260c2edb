package org.atelier.vae.vq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.loss.L2;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.TinyTraining;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VqVaeTest {
  private static final VqVaeOptions OPTIONS =
      VqVaeOptions.defaults()
          .withArchitecture(new VqArchitecture.Residuals(PictureShape.grey(28), 8, 2))
          .withCodebook(CodebookOptions.defaults().withCodes(16).withDimension(4).withDecay(0.9))
          .withOptimizer(Adam.of(3e-3, 0.9));

  @TempDir private Path folder;

  @Test
  void a_short_training_lowers_the_error_and_files_are_read_by_the_loaded_model()
      throws IOException {
    Path run = folder.resolve("run");
    List<Picture> pictures = TinyTraining.pictures(3);
    try (var vae = new VqVae(OPTIONS)) {
      TinyTraining.train(vae, TinyTraining.data(), 60, run, "vq-vae.reconstruction");
      try (VqVae loaded = VqVae.load(run)) {
        assertThat(loaded.options()).isEqualTo(vae.options());
        assertThat(loaded.encode(pictures)).isEqualTo(vae.encode(pictures));
        TinyTraining.assertSame(loaded.reconstruct(pictures), vae.reconstruct(pictures));
        filesAreReadByTheirModelAlone(vae, loaded, pictures.get(0));
      }
    }
  }

  private static void filesAreReadByTheirModelAlone(VqVae vae, VqVae loaded, Picture picture)
      throws IOException {
    byte[] file = new PictureCodec(vae).compress(picture);
    // A header of 24 bytes; 49 codes of 16.
    assertThat(file.length).isLessThan(24 + 30);
    var codec = new PictureCodec(loaded);
    TinyTraining.assertSame(List.of(codec.decompress(file)), vae.reconstruct(List.of(picture)));
    for (int i = 0; i < file.length; i++) {
      byte[] damaged = file.clone();
      damaged[i] ^= 4;
      String words = i < 4 ? "no compressed picture" : i < 20 ? "another model" : "is damaged";
      refused(codec, damaged, words);
    }
    refused(codec, Arrays.copyOf(file, file.length - 1), "its checksum is wrong");
    refused(codec, Arrays.copyOf(file, 10), "fewer than its header of 24");
    refused(codec, new byte[0], "does not begin with AVQ1");
    try (var other = new VqVae(OPTIONS)) {
      assertThatThrownBy(() -> new PictureCodec(other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The model has no weights: train it, or load a run");
      other.initialize(9);
      refused(new PictureCodec(other), file, "was compressed by another model");
    }
  }

  private static void refused(PictureCodec codec, byte[] file, String words) {
    assertThatThrownBy(() -> codec.decompress(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_resumed_run_ends_with_the_bits_of_one_never_stopped() throws IOException {
    var options = TrainingOptions.defaults().withBatchSize(8).withSteps(9).withCheckpointEvery(4);
    TreeMap<String, HostTensor> whole = new TreeMap<>();
    TreeMap<String, HostTensor> parts = new TreeMap<>();
    try (var vae = new VqVae(OPTIONS)) {
      new TrainingLoop<>(vae, TinyTraining.data(), options).run(folder.resolve("whole"));
      whole.putAll(arrays(vae));
    }
    try (var vae = new VqVae(OPTIONS)) {
      new TrainingLoop<>(vae, TinyTraining.data(), options.withSteps(4))
          .run(folder.resolve("parts"));
    }
    try (var vae = new VqVae(OPTIONS)) {
      new TrainingLoop<>(vae, TinyTraining.data(), options).resume(folder.resolve("parts"));
      parts.putAll(arrays(vae));
    }
    assertThat(parts).isEqualTo(whole).containsKeys("codebook.codes", "codebook.counts");
  }

  private static TreeMap<String, HostTensor> arrays(VqVae vae) {
    var arrays = new TreeMap<String, HostTensor>();
    for (Network network : vae.networks()) {
      network
          .parameters()
          .forEach((k, v) -> arrays.put(network.name() + "." + k, HostTensor.of(v)));
      network.buffers().forEach((k, v) -> arrays.put(network.name() + "." + k, HostTensor.of(v)));
    }
    return arrays;
  }

  /** van den Oord et al., appendix A.1, in float64. */
  @Test
  void codes_are_moving_averages_of_their_rows_and_dead_ones_are_reinitialised() {
    var codes = new CodebookOptions(3, 2, 0.5, 0.4);
    try (var book = new Codebook(codes);
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      book.initialize(1, Device.cpu());
      NDArray rows =
          scope.create(new float[] {1, 0, 3, 0, 0, 5, 0, 7, 2, 0, 2, 0}, new Shape(6, 2));
      NDArray any = scope.create(new long[] {0, 0, 0, 0, 0, 0});
      NDArray first = scope.create(new long[] {0, 2, 5});
      assertThat(book.update(rows, any, first, true).getFloat()).isEqualTo(3);
      assertThat(book.buffers().get("codes").toFloatArray()).containsExactly(1, 0, 0, 5, 2, 0);
      assertThat(book.counts()).containsExactly(2, 2, 2);

      NDArray choices = book.nearest(rows);
      assertThat(choices.toLongArray()).containsExactly(0, 2, 1, 1, 2, 2);
      assertThat(book.chosen(choices).toFloatArray())
          .containsExactly(1, 0, 2, 0, 0, 5, 0, 5, 2, 0, 2, 0);
      // Counts ½·2 + ½·(1, 2, 3); sums ½·2·e + ½·(1, 0), (0, 12), (7, 0); none is below 0.4·2.
      assertThat(book.update(rows, choices, first, false).getFloat()).isZero();
      assertThat(book.counts()).containsExactly(1.5f, 2, 2.5f);
      assertThat(book.buffers().get("codes").toFloatArray())
          .containsExactly(new float[] {1.5f / 1.5f, 0, 0, 11f / 2, 5.5f / 2.5f, 0}, within(1e-4f));
      // Twice chosen by nobody: ½·½·1.5 is below 0.8, and the code becomes row 1.
      NDArray others = scope.create(new long[] {1, 1, 1, 2, 2, 2});
      NDArray second = scope.create(new long[] {1, 0, 0});
      float dead =
          book.update(rows, others, second, false).getFloat()
              + book.update(rows, others, second, false).getFloat();
      assertThat(dead).isEqualTo(1);
      assertThat(book.buffers().get("codes").get(0).toFloatArray())
          .containsExactly(new float[] {3, 0}, within(1e-4f));
    }
  }

  @Test
  void the_decoders_gradient_reaches_the_encoder_as_if_nothing_had_been_replaced() {
    try (var vae = new VqVae(OPTIONS);
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(3);
      NDArray x =
          scope.create(CounterRandom.of(5).gaussians(2 * 784), new Shape(2, 1, 28, 28)).tanh();
      NDArray before = vae.codebook().buffers().get("codes").duplicate();
      before.attach(scope);
      var step = new Step<ExampleBatch>(1, new Images(x), scope, CounterRandom.of(1));
      Objective objective = Gradients.recording(() -> vae.objective(step));
      List<NDArray> parameters = new ArrayList<>(vae.encoder().parameters().values());
      NDList found = Gradients.of(objective.total(), parameters);

      // By hand: dL/dz is the decoder's at e, and that of the commitment.
      NDArray z = Gradients.recording(() -> vae.encoder().forward(x));
      NDArray rows = z.stopGradient().transpose(0, 2, 3, 1).reshape(-1, 4);
      NDArray distance = rows.expandDims(1).sub(before.expandDims(0)).square().sum(new int[] {2});
      NDArray e =
          before.get(distance.argMin(1)).reshape(2, 7, 7, 4).transpose(0, 3, 1, 2).duplicate();
      e.setRequiresGradient(true);
      NDArray loss =
          Gradients.recording(
              () -> vae.likelihood().logDensity(x, vae.decoder().forward(e)).sum().neg());
      NDArray upstream = Gradients.of(loss, List.of(e)).get(0).div(2 * 784);
      NDArray target = e.stopGradient();
      NDArray surrogate =
          Gradients.recording(
              () ->
                  z.mul(upstream)
                      .sum()
                      .add(L2.of(z, target).mul(scope.create((float) OPTIONS.commitment()))));
      NDList expected = Gradients.of(surrogate, parameters);
      for (int i = 0; i < parameters.size(); i++) {
        assertThat(found.get(i).toFloatArray())
            .containsExactly(expected.get(i).toFloatArray(), within(2e-5f));
      }
      assertThat(objective.metrics().get("perplexity").getFloat()).isBetween(1f, 16f);
    }
  }

  @Test
  void bad_input_is_refused_in_sentences() {
    try (var vae = new VqVae(OPTIONS)) {
      vae.initialize(1);
      assertThat(vae.latentShape()).isEqualTo(new Shape(7, 7));
      assertThatThrownBy(() -> vae.encode(List.of(new Picture(1, 32, 32, new float[1024]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Expected examples of shape (N) and (1, 28, 28)");
      var unknown = new int[49];
      unknown[3] = 16;
      assertThatThrownBy(() -> vae.decode(List.of(new CodeMap(vae.latentShape(), unknown))))
          .hasMessage("Code indices must be in [0, 15], but one was 16");
      assertThatThrownBy(() -> vae.decode(List.of(new CodeMap(new Shape(1, 2), new int[] {0, 0}))))
          .hasMessage("Expected codes of positions (7, 7), but got some of (1, 2)");
    }
    assertThatThrownBy(() -> new VqArchitecture.Residuals(PictureShape.grey(30), 8, 2))
        .hasMessage("height and width must be multiples of 4, but were 30 and 30");
    assertThatThrownBy(() -> CodebookOptions.defaults().withCodes(1))
        .hasMessage("codes must be at least 2, but was 1");
    assertThatThrownBy(() -> OPTIONS.withCommitment(Double.NaN))
        .hasMessageStartingWith("commitment must be at least 0");
    assertThatThrownBy(() -> new CodeMap(new Shape(2), new int[] {0, -1}))
        .hasMessage("An index must be at least 0, but one was -1");
  }
}
