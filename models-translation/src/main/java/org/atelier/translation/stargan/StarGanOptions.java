package org.atelier.translation.stargan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;
import org.atelier.translation.Decay;

/**
 * What a {@link StarGan} is built with.
 *
 * @param picture what the pictures are
 * @param labels what they are labelled with; of several sets a picture has the labels of one
 * @param networks both networks
 * @param classWeight λ of the labels' loss
 * @param reconstructionWeight λ of the way there and back
 * @param criticSteps steps of the discriminator for each of the generator's
 * @param learningRate of both optimizers
 * @param decay of the learning rate
 */
public record StarGanOptions(
    PictureShape picture,
    List<LabelSet> labels,
    StarGanNetworks networks,
    double classWeight,
    double reconstructionWeight,
    int criticSteps,
    double learningRate,
    Decay decay) {
  /** Checks every value, and that the networks fit the pictures. */
  public StarGanOptions {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one set of labels, but got none");
    }
    networks.expectFits(picture);
    OptionChecks.notNegative("classWeight", classWeight);
    OptionChecks.notNegative("reconstructionWeight", reconstructionWeight);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    OptionChecks.positive("learningRate", learningRate);
  }

  /**
   * As the reference: RGB squares of 128 pixels, class loss 1, reconstruction 10, 5 steps of the
   * discriminator, Adam 1e-4 with β₁ 0.5. The reference's rate falls to 0 over the second half of
   * training: {@link #withDecay}.
   */
  public static StarGanOptions of(LabelSet... labels) {
    return new StarGanOptions(
        PictureShape.rgb(128),
        List.of(labels),
        StarGanNetworks.defaults(),
        1,
        10,
        5,
        1e-4,
        Decay.none());
  }

  /**
   * The numbers that a generator is told: all labels, and of several sets which one they are of.
   */
  public int conditions() {
    return labelCount() + (labels.size() > 1 ? labels.size() : 0);
  }

  /** The labels of all sets. */
  public int labelCount() {
    return labels.stream().mapToInt(LabelSet::size).sum();
  }

  /**
   * The numbers that the generator is told of pictures that shall have these labels of one set, and
   * no other.
   *
   * @param names attributes of one set, any number of them; or one domain
   * @throws IllegalArgumentException if no set has a name, or they are of several sets
   */
  public float[] labelled(Collection<String> names) {
    return labelled(setOf(names), names);
  }

  /**
   * As the other, of a set that is named by its number, which matters where there are no names.
   *
   * @param set from 0
   */
  public float[] labelled(int set, Collection<String> names) {
    LabelSet own = labels.get(Objects.checkIndex(set, labels.size()));
    List<String> unknown = names.stream().filter(name -> !own.names().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw unknown(unknown);
    }
    if (own.exclusive() && names.size() != 1) {
      throw new IllegalArgumentException(
          "Expected one domain out of %s, but got %s".formatted(own.names(), names));
    }
    var told = new float[conditions()];
    int from = labels.subList(0, set).stream().mapToInt(LabelSet::size).sum();
    names.forEach(name -> told[from + own.names().indexOf(name)] = 1);
    if (labels.size() > 1) {
      told[labelCount() + set] = 1;
    }
    return told;
  }

  private int setOf(Collection<String> names) {
    for (int s = 0; s < labels.size(); s++) {
      if (new HashSet<>(labels.get(s).names()).containsAll(names)) {
        return s;
      }
    }
    throw unknown(names);
  }

  private IllegalArgumentException unknown(Collection<String> names) {
    return new IllegalArgumentException(
        "No set of labels has %s; there are %s"
            .formatted(
                String.join(", ", names),
                String.join(
                    "; ", labels.stream().map(set -> String.join(", ", set.names())).toList())));
  }

  /** The same for pictures with these labels. */
  public StarGanOptions withLabels(LabelSet... labels) {
    return new StarGanOptions(
        picture,
        List.of(labels),
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }

  /** The same for squares of this size, halved until 2 pixels are left. */
  public StarGanOptions withImageSize(int size) {
    int layers = Math.max(1, Math.min(6, Integer.numberOfTrailingZeros(size) - 1));
    return withPicture(picture.withSize(size), networks.withDepths(networks.blocks(), layers));
  }

  /** The same for these pictures, with these networks. */
  public StarGanOptions withPicture(PictureShape picture, StarGanNetworks networks) {
    return new StarGanOptions(
        picture,
        labels,
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }

  /** The same with these weights. */
  public StarGanOptions withWeights(double classWeight, double reconstructionWeight) {
    return new StarGanOptions(
        picture,
        labels,
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }

  /** The same with so many steps of the discriminator for each of the generator's. */
  public StarGanOptions withCriticSteps(int criticSteps) {
    return new StarGanOptions(
        picture,
        labels,
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }

  /** The same with this learning rate. */
  public StarGanOptions withLearningRate(double learningRate) {
    return new StarGanOptions(
        picture,
        labels,
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }

  /** The same with this decay of the learning rate. */
  public StarGanOptions withDecay(Decay decay) {
    return new StarGanOptions(
        picture,
        labels,
        networks,
        classWeight,
        reconstructionWeight,
        criticSteps,
        learningRate,
        decay);
  }
}
