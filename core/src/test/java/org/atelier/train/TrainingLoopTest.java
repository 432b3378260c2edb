package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Linear;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs, resumed runs and what a step does. */
class TrainingLoopTest {
  private static final TrainingOptions SHORT = TinyGan.training().withSteps(4);

  @TempDir private Path folder;

  @Test
  void the_same_run_gives_the_same_bits_and_another_seed_gives_others() throws IOException {
    Runs.train(folder.resolve("a"), SHORT);
    Runs.train(folder.resolve("b"), SHORT);
    Runs.train(folder.resolve("c"), SHORT.withSeed(6));

    Runs.assertSameEnd(folder.resolve("b"), folder.resolve("a"));
    assertThat(Runs.tensors(folder.resolve("c")))
        .isNotEqualTo(Runs.tensors(folder.resolve("a")))
        .containsOnlyKeys(Runs.tensors(folder.resolve("a")).keySet());
  }

  @Test
  void a_run_in_pieces_ends_like_one_in_one_piece() throws IOException {
    var options = TinyGan.training().withSteps(9).withGradients(new GradientOptions(2, 1.0));
    Runs.train(folder.resolve("whole"), options);

    Path run = folder.resolve("pieces");
    Runs.train(run, options.withSteps(4).withCheckpointEvery(100));
    Runs.resume(run, options.withSteps(7).withCheckpointEvery(2));
    LoopListener.Outcome outcome =
        Runs.resume(run, options.withCheckpoints(options.checkpoints().withKeep(1)));

    assertThat(outcome).isEqualTo(new LoopListener.Outcome(RunStatus.COMPLETED, 9, ""));
    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void other_locales_change_nothing() throws IOException {
    Path run = folder.resolve("run");
    Runs.train(folder.resolve("whole"), SHORT);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      Runs.train(run, SHORT.withSteps(2));
      Runs.resume(run, SHORT);
      assertThatThrownBy(() -> Runs.resume(run, SHORT.withSteps(1)))
          .hasMessageContaining("has done 4 steps, but the options end at 1");
    } finally {
      Locale.setDefault(before);
    }
    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void a_run_stopped_before_its_second_checkpoint_begins_again() throws IOException {
    Runs.train(folder.resolve("whole"), SHORT);
    Path run = folder.resolve("stopped");
    assertThatThrownBy(() -> Runs.train(run, SHORT, failingAt(3))).hasMessage("enough");
    assertThatThrownBy(() -> Runs.resume(run, SHORT.withSeed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.seed was 5 and is 1");

    Runs.resume(run, SHORT);

    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void a_run_of_given_weights_begins_again_with_those() throws IOException {
    Path run = folder.resolve("stopped");
    for (Path folder : List.of(run, folder.resolve("whole"))) {
      try (var gan = new TinyGan()) {
        gan.initialize(99);
        var loop = new TrainingLoop<>(gan, TinyGan.data(), SHORT);
        if (folder.equals(run)) {
          assertThatThrownBy(() -> loop.with(failingAt(3)).run(run)).hasMessage("enough");
        } else {
          loop.run(folder);
        }
      }
    }

    Runs.resume(run, SHORT);

    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void a_run_resumed_at_its_end_says_so_and_loses_nothing() throws IOException {
    Path run = folder.resolve("run");
    Runs.train(run, SHORT);
    var checkpoints = Runs.content(run.resolve("checkpoints"));
    var losses = RunRecord.read(run).get("losses");

    LoopListener.Outcome outcome = Runs.resume(run, SHORT);

    assertThat(outcome.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(outcome.steps()).isEqualTo(4);
    assertThat(outcome.message()).contains("had already done all its steps");
    assertThat(Runs.content(run.resolve("checkpoints"))).isEqualTo(checkpoints);
    assertThat(RunRecord.read(run).get("losses")).isEqualTo(losses).isNotNull();
    assertThatThrownBy(() -> Runs.resume(run, SHORT.withSteps(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has done 4 steps, but the options end at 3; set a greater length");
  }

  @Test
  void other_options_are_refused_with_all_differences() throws IOException {
    Path run = folder.resolve("run");
    Runs.train(run, SHORT);
    Map<String, String> before = Runs.content(run);
    var other = TinyGan.Options.defaults().withFilters(4).withLearningRate(1e-3);
    try (var gan = new TinyGan(other)) {
      var loop =
          new TrainingLoop<>(
              gan,
              TinyGan.data(),
              SHORT
                  .withSeed(8)
                  .withGradients(new GradientOptions(1, 2.0))
                  .withSteps(40)
                  .withPrecision(Precision.MIXED));
      assertThatThrownBy(() -> loop.resume(run))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The run in "
                  + run
                  + " cannot be resumed with other options or data: options.filters was 8 and is 4;"
                  + " options.learningRate was 0.002 and is 0.001;"
                  + " training.gradients.maxNorm was nothing and is 2.0;"
                  + " training.precision was \"FLOAT32\" and is \"MIXED\";"
                  + " training.seed was 5 and is 8. Resume it with those of its start, or start a new run");
    }
    assertThat(Runs.content(run)).isEqualTo(before);
  }

  @Test
  void all_of_a_run_is_in_its_precision_and_nothing_after_it() throws IOException {
    var seen = new ArrayList<ExecutionContext>();
    var looking =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            seen.add(ExecutionContext.current());
          }
        };
    ExecutionContext before = ExecutionContext.current();
    Path mixed = folder.resolve("mixed");
    Runs.train(mixed, SHORT.withPrecision(Precision.MIXED), looking);

    assertThat(seen)
        .hasSize(4)
        .containsOnly(ExecutionContext.inference().withPrecision(Precision.MIXED));
    assertThat(ExecutionContext.current()).isEqualTo(before);
    Path exact = folder.resolve("exact");
    Runs.train(exact, SHORT);
    assertThat(Runs.tensors(mixed)).isNotEqualTo(Runs.tensors(exact));
    assertThat(Checkpoints.latest(mixed).trainingOptions().precision()).isEqualTo(Precision.MIXED);
    assertThatThrownBy(() -> Runs.resume(mixed, SHORT.withSteps(6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.precision was \"MIXED\" and is \"FLOAT32\"");
  }

  @Test
  void numbers_are_compared_as_numbers() {
    var saved = Checkpoint.GSON.fromJson("{\"options\": {\"a\": 2e-4, \"b\": 1}}", json());
    var same = Checkpoint.GSON.fromJson("{\"options\": {\"a\": 2.0E-4, \"b\": 1.0}}", json());
    ResumeCheck.require(folder, saved, same);

    var seed = Checkpoint.GSON.fromJson("{\"seed\": 9007199254740993}", json());
    var other = Checkpoint.GSON.fromJson("{\"seed\": 9007199254740992}", json());
    assertThatThrownBy(() -> ResumeCheck.require(folder, seed, other))
        .hasMessageContaining("seed was 9007199254740993 and is 9007199254740992");
    var gone = Checkpoint.GSON.fromJson("{\"options\": {\"a\": 2e-4}}", json());
    assertThatThrownBy(() -> ResumeCheck.require(folder, saved, gone))
        .hasMessageContaining("options.b was 1 and is nothing");
  }

  private static Class<com.google.gson.JsonObject> json() {
    return com.google.gson.JsonObject.class;
  }

  @Test
  void a_folder_in_use_is_refused() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.createFile(full.resolve("something"));
    assertThatThrownBy(() -> Runs.train(full, SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not empty; resume the run in it, or choose another");
    assertThatThrownBy(() -> Runs.train(full.resolve("something"), SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a file; choose another");
    assertThatThrownBy(() -> Runs.train(full.resolve("something/in"), SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("for the run cannot be created");
    assertThat(full).isDirectoryContaining("glob:**something").isNotEmptyDirectory();
  }

  @Test
  void data_that_cannot_be_read_ends_the_run_in_words() throws IOException {
    TrainingData<Images> good = TinyGan.data();
    var broken =
        new TrainingData<Images>() {
          @Override
          public int size() {
            return good.size();
          }

          @Override
          public String fingerprint() {
            return good.fingerprint();
          }

          @Override
          public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
            for (int index : indices) {
              if (index == 13) {
                throw new IOException("picture-13.png is cut off");
              }
            }
            return good.load(indices, random);
          }
        };
    Path run = folder.resolve("run");
    try (var gan = new TinyGan()) {
      var loop = new TrainingLoop<>(gan, broken, SHORT.withSteps(5));
      assertThatThrownBy(() -> loop.run(run))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("failed: picture-13.png is cut off");
    }
    assertThat(RunRecord.read(run).get("status").getAsString()).isEqualTo("failed");
    assertThat(RunRecord.read(run).get("message").getAsString()).contains("picture-13.png");
  }

  @Test
  void a_phase_changes_its_learners_alone_and_takes_part_when_it_should() throws IOException {
    var seen = new ArrayList<Set<String>>();
    var outputs = new ArrayList<NDArray>();
    try (var gan =
        new TinyGan() {
          private Map<String, HostTensor> before = Map.of();

          @Override
          public List<Phase<Images>> phases() {
            List<Phase<Images>> two = super.phases();
            Phase<Images> look =
                Phase.of("look", step -> lookAt(step, two.get(1)), discriminator());
            return List.of(two.get(0), two.get(1).every(3), look.every(3));
          }

          @Override
          protected Objective discriminatorObjective(Step<Images> step) {
            outputs.add(fake(step));
            before = parameters(generator());
            return super.discriminatorObjective(step);
          }

          @Override
          protected Objective generatorObjective(Step<Images> step) {
            outputs.add(fake(step));
            // The discriminator's phase has left the generator alone.
            assertThat(parameters(generator())).isEqualTo(before);
            before = parameters(discriminator());
            return super.generatorObjective(step);
          }

          private Objective lookAt(Step<Images> step, Phase<Images> after) {
            // And the generator's phase the discriminator.
            assertThat(parameters(discriminator())).isEqualTo(before);
            return Objective.of("one", 0, discriminator().forward(step.batch().images()).mean());
          }
        }) {
      new TrainingLoop<>(gan, TinyGan.data(), SHORT.withSteps(5))
          .with(
              new LoopListener() {
                @Override
                public void onStep(StepReport report) {
                  seen.add(Set.copyOf(report.phases()));
                }
              })
          .run(folder.resolve("run"));
    }
    var all = Set.of("discriminator", "generator", "look");
    var one = Set.of("discriminator");
    assertThat(seen).containsExactly(all, one, one, all, one);
    // Made once in a step: the same object in both phases.
    assertThat(outputs.get(1)).isSameAs(outputs.get(0));
    assertThat(outputs.get(2)).isNotSameAs(outputs.get(0));
  }

  private static Map<String, HostTensor> parameters(Network network) {
    var copies = new HashMap<String, HostTensor>();
    network.parameters().forEach((name, array) -> copies.put(name, HostTensor.of(array)));
    return copies;
  }

  @Test
  void no_gradient_is_left_in_any_network() throws IOException {
    // Only the learners' derivatives are asked for, and they are not accumulated in the arrays.
    try (var gan = new TinyGan()) {
      new TrainingLoop<>(gan, TinyGan.data(), SHORT.withSteps(2)).run(folder.resolve("run"));
      for (Network network : gan.networks()) {
        for (NDArray array : network.parameters().values()) {
          try (NDArray gradient = array.getGradient()) {
            assertThat(gradient.toFloatArray()).containsOnly(0);
          }
        }
      }
    }
  }

  @Test
  void gradients_and_losses_of_accumulated_batches_are_averaged() throws IOException {
    List<Float> whole = losses(40, 1);
    List<Float> parts = losses(10, 4);

    // The mean over all forty examples is that of four means over ten.
    assertThat(parts).hasSize(3).hasSameSizeAs(whole);
    for (int i = 0; i < 3; i++) {
      assertThat(parts.get(i)).isCloseTo(whole.get(i), within(1e-4f));
    }
    assertThat(whole.get(2)).isNotCloseTo(whole.get(0), within(1e-2f));
  }

  private List<Float> losses(int batch, int accumulation) throws IOException {
    Path run = folder.resolve("accumulation-" + accumulation);
    var options =
        SHORT
            .withSteps(3)
            .withBatchSize(batch)
            .withGradients(new GradientOptions(accumulation, null));
    try (var model = new Regression()) {
      new TrainingLoop<>(model, TinyGan.data(), options).run(run);
    }
    return List.copyOf(LossLog.read(run, "fit").values());
  }

  @Test
  void models_that_cannot_be_trained_are_refused() throws IOException {
    try (var gan =
        new TinyGan() {
          @Override
          public List<Phase<Images>> phases() {
            return List.of(super.phases().get(0), super.phases().get(0));
          }
        }) {
      assertRefused(gan, "two phases named discriminator");
    }
    var stranger =
        new Network(
            "stranger", Linear.of(1), Adam.of(1e-3, 0.5), new ai.djl.ndarray.types.Shape(1));
    try (var gan =
        new TinyGan() {
          @Override
          public List<Phase<Images>> phases() {
            return List.of(Phase.of("lost", this::generatorObjective, stranger));
          }
        }) {
      assertRefused(
          gan, "\"stranger\" is updated in the phase \"lost\", but is none of the model's");
    }
    try (var gan =
        new TinyGan() {
          @Override
          protected Objective generatorObjective(Step<Images> step) {
            return Objective.of("nothing", fake(step).stopGradient().mean());
          }
        }) {
      assertRefused(
          gan,
          "The objective of the phase \"generator\" has no gradient: The value was not recorded");
    }
    assertThatThrownBy(
            () ->
                new Network(
                    "../up", Linear.of(1), Adam.of(1e-3, 0.5), stranger.inputShapes().get(0)))
        .hasMessageContaining("must consist of letters, digits, - and _");
    assertThatThrownBy(() -> Phase.of("a.b", step -> null, stranger))
        .hasMessageContaining("have no dot, comma or quotation mark");
  }

  private void assertRefused(TinyGan gan, String words) throws IOException {
    Path run = Files.createTempDirectory(folder, "refused");
    assertThatThrownBy(() -> new TrainingLoop<>(gan, TinyGan.data(), SHORT).run(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_sample_needs_a_model_that_was_trained_or_loaded() {
    try (var gan = new TinyGan()) {
      assertThatThrownBy(() -> gan.sample(1, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the parameters are not initialised");
      assertThat(gan.generator().isInitialized()).isFalse();
    }
  }

  @Test
  void options_out_of_range_are_refused() {
    assertThatThrownBy(() -> SHORT.withBatchSize(0))
        .hasMessage("batchSize must be at least 1, but was 0");
    assertThatThrownBy(() -> SHORT.withSteps(0)).hasMessage("steps must be at least 1, but was 0");
    assertThatThrownBy(() -> new GradientOptions(1, Double.POSITIVE_INFINITY))
        .hasMessage("gradients.maxNorm must be positive and finite, but was Infinity");
    assertThatThrownBy(() -> Runs.train(folder.resolve("run"), SHORT.withBatchSize(41)))
        .hasMessageContaining("fewer than the batch size 41: choose a smaller batch size");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  static LoopListener failingAt(long step) {
    return new LoopListener() {
      @Override
      public void onStep(StepReport report) {
        if (report.stepsDone() == step) {
          throw new IllegalStateException("enough");
        }
      }
    };
  }
}
