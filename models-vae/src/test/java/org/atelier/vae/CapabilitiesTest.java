package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.AnomalyScore;
import org.atelier.model.capability.AnomalyScoring;
import org.atelier.model.capability.Compressing;
import org.atelier.model.capability.Denoising;
import org.atelier.model.capability.Encoding;
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceEstimating;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.capability.PriorFitting;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.conditional.ConditionalVaeOptions;
import org.atelier.vae.vaegan.VaeGan;
import org.atelier.vae.vaegan.VaeGanOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;
import org.atelier.vae.vq.VqVae;
import org.atelier.vae.vq.VqVaeOptions;
import org.junit.jupiter.api.Test;

/** Commands ask for what a model can do; the answers are those of the model's own methods. */
class CapabilitiesTest {
  private static final int COUNT = 7;
  private static final EvidenceOptions FEW =
      EvidenceOptions.defaults().withSamples(3).withBatchSize(12);

  private static TrainingData<Images> images() {
    return FashionMnist.embedded().filter(i -> i < COUNT).images(28);
  }

  private static int[] labels() {
    return IntStream.range(0, COUNT).map(FashionMnist.embedded()::label).toArray();
  }

  @Test
  void a_conditional_model_scores_pictures_by_their_index_as_labelled_batches() throws IOException {
    var options = ConditionalVaeOptions.defaults().withAutoencoder(TinyTraining.options());
    try (var vae = new ConditionalVae(options)) {
      vae.initialize(3);
      TrainingData<LabelledImages> labelled = LabelledImages.join(images(), labels());
      Conditions conditions = new ClassLabels(10).inTurn(Arrays.stream(labels()).boxed().toList());
      List<Evidence> expected = vae.evidence(labelled, FEW);
      EvidenceEstimating estimating = vae;
      assertThat(estimating.evidence(images(), conditions, FEW)).isEqualTo(expected).hasSize(COUNT);
      // The label matters: all of one class are explained otherwise.
      assertThat(estimating.evidence(images(), new ClassLabels(10).always(0), FEW))
          .isNotEqualTo(expected);
      AnomalyScoring scoring = vae;
      for (AnomalyScore score : AnomalyScore.values()) {
        assertThat(scoring.anomalyScores(score, images(), conditions, FEW))
            .isEqualTo(vae.anomalyScores(score, labelled, FEW))
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void only_normalised_likelihoods_say_so() {
    var options = VaeOptions.defaults().withAutoencoder(TinyTraining.options());
    try (var grey = new Vae(options);
        var normal =
            new Vae(
                options.withAutoencoder(
                    options.autoencoder().withLikelihood(DiscretisedLogistic.ofBytes())))) {
      assertThat(grey.hasNormalisedLikelihood()).isFalse();
      assertThat(normal.hasNormalisedLikelihood()).isTrue();
    }
  }

  @Test
  void a_vae_tells_the_input_noise_of_its_training() {
    try (var vae = new Vae(VaeOptions.defaults().withInputNoise(0.5))) {
      assertThat(((Denoising) vae).inputNoise()).isEqualTo(0.5);
    }
  }

  @Test
  void a_vq_vae_compresses_and_samples_from_a_fitted_prior_but_has_no_continuous_latents()
      throws IOException {
    try (var vae = new VqVae(VqVaeOptions.defaults())) {
      vae.initialize(3);
      List<Picture> pictures = TinyTraining.pictures(3);
      Compressing compressing = vae;
      byte[] file = compressing.compress(pictures.get(0));
      TinyTraining.assertSame(
          List.of(compressing.decompress(file)), vae.reconstruct(pictures.subList(0, 1)));
      PriorFitting.FittedPrior prior = ((PriorFitting) vae).fitPrior(pictures);
      TinyTraining.assertSame(prior.sample(5, 2).subList(0, 2), prior.sample(2, 2));
      assertThat(vae).isNotInstanceOf(Encoding.class);
    }
  }

  @Test
  void a_vae_gan_encodes_but_its_decoder_was_not_trained_by_a_likelihood() {
    try (var vaeGan = new VaeGan(VaeGanOptions.defaults())) {
      assertThat(vaeGan)
          .isInstanceOf(Encoding.class)
          .isNotInstanceOf(EvidenceEstimating.class)
          .isNotInstanceOf(AnomalyScoring.class);
      assertThat(((Adversarial) vaeGan).discriminators()).containsExactly(vaeGan.discriminator());
      assertThat(((Adversarial) vaeGan).discriminatorsSaturate()).isTrue();
    }
  }
}
