package org.atelier.examples;

import java.util.List;

/**
 * An example of this package: its name, the question that it answers, and its main.
 *
 * @param type the class with the main
 * @param question as its Javadoc and {@code examples/README.md} have it
 * @param main its main
 */
public record ExampleMain(Class<?> type, String question, Main main) {
  private static final List<ExampleMain> ALL =
      List.of(
          new ExampleMain(
              TrainGanOnFolder.class,
              "How do I train a GAN on a folder of pictures?",
              TrainGanOnFolder::main),
          new ExampleMain(
              ResumeRun.class,
              "How do I continue a run that has ended or was killed?",
              ResumeRun::main),
          new ExampleMain(
              SampleClass.class, "How do I sample pictures of one class?", SampleClass::main),
          new ExampleMain(OwnModel.class, "How do I write a model of my own?", OwnModel::main),
          new ExampleMain(OwnLayer.class, "How do I write a layer of my own?", OwnLayer::main),
          new ExampleMain(
              OwnDataSet.class, "How do I train on a data set of my own?", OwnDataSet::main),
          new ExampleMain(
              FindAnomalies.class,
              "How do I find pictures that are unlike the training data?",
              FindAnomalies::main),
          new ExampleMain(
              Pix2PixOnPairs.class,
              "How do I learn a translation from pairs of pictures?",
              Pix2PixOnPairs::main),
          new ExampleMain(
              CycleGanOnFolders.class,
              "How do I learn a translation between two folders without pairs?",
              CycleGanOnFolders::main),
          new ExampleMain(
              TranslatePhotographs.class,
              "How do I translate photographs with published weights?",
              TranslatePhotographs::main),
          new ExampleMain(
              PaintPhotograph.class,
              "How do I give a photograph the style of a painting?",
              PaintPhotograph::main),
          new ExampleMain(
              DreamOfPhotograph.class,
              "How do I let a network dream of a photograph?",
              DreamOfPhotograph::main),
          new ExampleMain(
              EvaluateFolders.class,
              "How do I compare a folder of generated pictures with one of real pictures?",
              EvaluateFolders::main),
          new ExampleMain(
              UseAsPredictor.class,
              "How do I use a trained model as a Predictor of DJL?",
              UseAsPredictor::main));

  /** A main that may fail. */
  @FunctionalInterface
  public interface Main {
    /** Runs it. */
    void run(String... args) throws Exception;
  }

  /** All examples, in the order of the README. */
  public static List<ExampleMain> all() {
    return ALL;
  }

  /** The name of the class, by which {@code ./atelier example} knows it. */
  public String name() {
    return type.getSimpleName();
  }
}
