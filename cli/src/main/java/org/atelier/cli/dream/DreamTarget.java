package org.atelier.cli.dream;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.features.Architectures;
import org.atelier.image.Picture;
import org.atelier.perception.ChannelNorms;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.dream.ChannelMean;
import org.atelier.translation.dream.ChosenChannels;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamObjective;
import org.atelier.translation.dream.GuidedBy;
import org.atelier.translation.dream.LayerEnergy;
import org.atelier.translation.dream.Neuron;
import org.atelier.translation.dream.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is dreamt: a network and a feature of it. */
final class DreamTarget {
  static final String LAYER = "block09.expand";
  private static final String LOGITS = "logits";
  private static final int SHOWN = 12;
  private static final String SHARE = "(?:0|1|0?\\.\\d{1,9}|1\\.0{1,9})";
  private static final Pattern PLACE = Pattern.compile(SHARE + "," + SHARE);

  @Mixin private final ExtractorChoice features = new ExtractorChoice();

  @Option(
      names = "--layer",
      paramLabel = "TAP",
      description =
          "Layer; alone, all it sees grows (default: " + LAYER + " of the bundled network).")
  private @Nullable String layer;

  @Range(from = 0)
  @Option(
      names = "--channel",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Channels of the layer, counted from 0.")
  private @Nullable List<Integer> channels;

  @Option(
      names = "--at",
      paramLabel = "X,Y",
      description =
          "One neuron in place of the whole channel: its place, from 0 (left, top) to 1 (right,"
              + " bottom), such as 0.5,0.3.")
  private @Nullable String at;

  @Range(from = 0)
  @Option(
      names = "--class",
      paramLabel = "N",
      description = "Class of a classifier, counted from 0; the layer is its logits.")
  private @Nullable Integer classNumber;

  @Option(
      names = "--guide",
      paramLabel = "FILE",
      converter = PictureName.Converter.class,
      description = "Picture whose features in the layer are to appear. " + PictureName.RULE)
  private @Nullable PictureName guide;

  private @Nullable Picture guidePicture;

  @Option(
      names = "--pick",
      paramLabel = "strongest|average|weakest",
      description = "Channels of the layer by how much they answer to the picture.")
  private ChosenChannels.@Nullable Rank pick;

  @Range(from = 1, to = 1000)
  @Option(
      names = "--picks",
      paramLabel = "N",
      description = "How many channels --pick chooses (default: ${DEFAULT-VALUE}).",
      defaultValue = "4")
  private int picks;

  @Option(
      names = "--pick-each-octave",
      description = "Choose the channels of --pick anew in each octave.")
  private boolean eachOctave;

  /**
   * A network and what is dreamt with it.
   *
   * @param extractor the network, closed with this
   * @param objective what is dreamt
   */
  record Opened(FeatureExtractor extractor, DreamObjective objective) implements AutoCloseable {
    @Override
    public void close() {
      extractor.close();
    }
  }

  /** Refuses what does not go together. */
  void check() {
    var given = new ArrayList<String>();
    add(given, channels != null, "--channel");
    add(given, classNumber != null, "--class");
    add(given, guide != null, "--guide");
    add(given, pick != null, "--pick");
    if (given.size() > 1) {
      throw new UsageException(
          "%s say what to dream in different ways; give one of them"
              .formatted(String.join(" and ", given)));
    }
    if (at != null) {
      place(at);
      if (channels == null || channels.size() != 1) {
        throw new UsageException("--at expects one --channel; name the channel of the neuron");
      }
    }
    if (eachOctave && pick == null) {
      throw new UsageException("--pick-each-octave expects --pick; leave it out");
    }
    features.check();
    if (features.isGiven()
        && !features.name().endsWith(Architectures.BUNDLED)
        && layer == null
        && classNumber == null) {
      throw new UsageException(
          "--features expects --layer or --class, since the defaults are those of the bundled network; ./atelier features list %s shows its layers"
              .formatted(features.name()));
    }
    if (guide != null) {
      guidePicture = guide.picture("--guide");
      int side = Math.min(guidePicture.height(), guidePicture.width());
      if (side < DreamContent.LEAST) {
        throw new UsageException(
            "--guide expects a picture of at least %s pixels in height and width, but %s has %s×%s"
                .formatted(DreamContent.LEAST, guide, guidePicture.height(), guidePicture.width()));
      }
    }
  }

  private static void add(List<String> given, boolean is, String name) {
    if (is) {
      given.add(name);
    }
  }

  /** The file of the guide; null if there is none. */
  @Nullable Path guideFile() {
    return guide == null || guide.isEmbedded() ? null : guide.path();
  }

  private String tap() {
    if (layer != null) {
      return layer;
    }
    return classNumber != null ? LOGITS : LAYER;
  }

  /** Opens the network, and checks the channels. */
  Opened open(Device device) throws IOException {
    requireClassifier();
    FeatureExtractor extractor = features.open(List.of(tap()), device);
    try {
      return new Opened(extractor, UsageException.unless(() -> objective(extractor)));
    } catch (RuntimeException e) {
      extractor.close();
      throw e;
    }
  }

  private void requireClassifier() throws IOException {
    if (classNumber != null && layer == null) {
      FeatureArchitecture network = features.architecture();
      if (!network.taps().containsKey(LOGITS)) {
        throw new UsageException(
            "--class expects a classifier, but %s has no classes; choose one by --features, such as resnet50"
                .formatted(network.name()));
      }
    }
  }

  private DreamObjective objective(FeatureExtractor extractor) {
    String tap = tap();
    if (guidePicture != null) {
      return new GuidedBy(tap, guidePicture);
    } else if (classNumber != null) {
      return ChannelMean.ofClass(tap, classNumber);
    } else if (pick != null) {
      return ChosenChannels.of(tap, pick, picks)
          .among(live(extractor, tap))
          .withEachOctave(eachOctave);
    }
    List<Integer> chosen = channels;
    if (chosen == null) {
      return new LayerEnergy(tap);
    }
    requireLive(extractor, tap, chosen);
    return at == null
        ? new ChannelMean(tap, new LinkedHashSet<>(chosen))
        : new Neuron(tap, chosen.get(0), place(at));
  }

  private static Place place(String text) {
    if (!PLACE.matcher(text).matches()) {
      throw new UsageException(
          "--at expects two numbers from 0 to 1, such as 0.5,0.3, but was %s".formatted(text));
    }
    String[] numbers = text.split(",");
    return new Place(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  /** The channels whose weights are not all 0; empty if that is not known. */
  private static Set<Integer> live(FeatureExtractor extractor, String tap) {
    var live = new TreeSet<Integer>();
    ChannelNorms.of(extractor, tap)
        .ifPresent(
            norms -> {
              for (int i = 0; i < norms.length; i++) {
                if (norms[i] > ChannelNorms.DEAD) {
                  live.add(i);
                }
              }
            });
    return live;
  }

  private static void requireLive(FeatureExtractor extractor, String tap, List<Integer> chosen) {
    long count = extractor.channels(tap);
    Set<Integer> live = live(extractor, tap);
    for (int channel : chosen) {
      if (channel >= count) {
        throw new UsageException(
            "--channel expects numbers from 0 to %s, the channels of %s, but was %s"
                .formatted(count - 1, tap, channel));
      }
      if (!live.isEmpty() && !live.contains(channel)) {
        throw new UsageException(
            "Channel %s of %s is dead: its weights are 0, so no picture makes it answer; of %s channels, %s are alive, the nearest being %s"
                .formatted(channel, tap, count, live.size(), nearest(live, channel)));
      }
    }
  }

  private static String nearest(Set<Integer> live, int channel) {
    return live.stream()
        .sorted((a, b) -> Math.abs(a - channel) - Math.abs(b - channel))
        .limit(SHOWN)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
