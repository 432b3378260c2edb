package org.atelier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Core's layers of packages. Every layer may use those that its rule names and the foundation, no
 * other; a layer without classes fails.
 */
@AnalyzeClasses(packages = "org.atelier", importOptions = DoNotIncludeTests.class)
class CoreLayersTest {
  @ArchTest
  static final ArchRule layers_use_only_those_below_them =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("foundation")
          .definedBy("org.atelier.options..", "org.atelier.random..", "org.atelier.files..")
          .layer("engine")
          .definedBy("org.atelier.engine..")
          .layer("image")
          .definedBy("org.atelier.image..")
          .layer("weights")
          .definedBy("org.atelier.weights..")
          .layer("data")
          .definedBy("org.atelier.data..")
          .layer("sound")
          .definedBy("org.atelier.sound..")
          .layer("latent")
          .definedBy("org.atelier.latent..")
          .layer("nn")
          .definedBy("org.atelier.nn..")
          .layer("optim")
          .definedBy("org.atelier.optim..")
          .layer("loss")
          .definedBy("org.atelier.loss..")
          .layer("model")
          .definedBy("org.atelier.model..")
          .layer("perception")
          .definedBy("org.atelier.perception..")
          .layer("metrics")
          .definedBy("org.atelier.metrics..")
          .layer("train")
          .definedBy("org.atelier.train..")
          .whereLayer("foundation")
          .mayNotAccessAnyLayer()
          .whereLayer("engine")
          .mayOnlyAccessLayers("foundation")
          .whereLayer("image")
          .mayOnlyAccessLayers("foundation", "engine")
          .whereLayer("weights")
          .mayOnlyAccessLayers("foundation")
          .whereLayer("data")
          .mayOnlyAccessLayers("foundation", "engine", "image")
          .whereLayer("sound")
          .mayOnlyAccessLayers("foundation", "engine", "image", "data")
          .whereLayer("latent")
          .mayOnlyAccessLayers("foundation", "engine", "image")
          .whereLayer("nn")
          .mayOnlyAccessLayers("foundation", "engine")
          .whereLayer("optim")
          .mayOnlyAccessLayers("foundation", "engine")
          .whereLayer("loss")
          .mayOnlyAccessLayers("foundation", "engine")
          .whereLayer("model")
          .mayOnlyAccessLayers(
              "foundation", "engine", "image", "weights", "data", "latent", "nn", "optim")
          .whereLayer("perception")
          .mayOnlyAccessLayers("foundation", "engine", "image", "weights", "nn", "optim", "model")
          .whereLayer("metrics")
          .mayOnlyAccessLayers(
              "foundation", "engine", "image", "weights", "data", "nn", "model", "perception")
          .whereLayer("train")
          .mayOnlyAccessLayers(
              "foundation", "engine", "image", "weights", "data", "nn", "optim", "model");

  @ArchTest
  static final ArchRule data_does_not_know_sound =
      noClasses()
          .that()
          .resideInAPackage("org.atelier.data..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.atelier.sound..");

  @ArchTest
  static final ArchRule losses_do_not_need_layers =
      noClasses()
          .that()
          .resideInAPackage("org.atelier.loss..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.atelier.nn..");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.atelier.(**)").should().beFreeOfCycles();
}
