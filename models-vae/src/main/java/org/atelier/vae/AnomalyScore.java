package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.stream.IntStream;
import org.atelier.data.ExampleBatch;
import org.atelier.data.TrainingData;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;

/**
 * How unlike an example is what a model has learnt; higher is stranger. {@link
 * org.atelier.metrics.RocArea} says how well that finds what was held out.
 */
public enum AnomalyScore {
  /** The mean squared difference between an example and what remains of it. */
  RECONSTRUCTION {
    @Override
    public <B extends ExampleBatch> double[] of(
        GaussianAutoencoder<B> model, TrainingData<? extends B> data, EvidenceOptions options)
        throws IOException {
      var scores = new double[data.size()];
      for (int from = 0; from < scores.length; from += options.decodedAtOnce()) {
        int to = Math.min(from + options.decodedAtOnce(), scores.length);
        var loaded = data.load(IntStream.range(from, to).toArray(), options.random(from));
        try (NDManager scratch = NDManager.newBaseManager(model.device(), "PyTorch")) {
          B batch = loaded.toBatch(scratch);
          NDList told = model.conditions(batch);
          NDArray errors =
              Gradients.withoutRecording(
                  () -> {
                    NDArray codes = model.encode(batch.examples(), told).mean();
                    return ERRORS.apply(batch.examples(), model.decode(codes, told));
                  });
          float[] values = errors.toFloatArray();
          for (int i = 0; i < values.length; i++) {
            scores[from + i] = values[i];
          }
        }
      }
      return scores;
    }
  },

  /** −ln p(x), as {@link Evidence#logLikelihood} estimates it. */
  LIKELIHOOD {
    @Override
    public <B extends ExampleBatch> double[] of(
        GaussianAutoencoder<B> model, TrainingData<? extends B> data, EvidenceOptions options)
        throws IOException {
      return model.evidence(data, options).stream()
          .mapToDouble(evidence -> -evidence.logLikelihood())
          .toArray();
    }
  };

  private static final NativeFunction ERRORS =
      NativeFunction.of("torch.mean(torch.flatten(torch.square(x - y), 1), [1])", "x", "y");

  /**
   * The scores of examples, in the data's order.
   *
   * @param options how much is decoded at once, and how the likelihood is estimated
   * @throws IOException if an example cannot be read
   */
  public abstract <B extends ExampleBatch> double[] of(
      GaussianAutoencoder<B> model, TrainingData<? extends B> data, EvidenceOptions options)
      throws IOException;
}
