package org.atelier.cli.command;

import java.util.ResourceBundle;

/** A command whose help texts refer to default values as {@code ${bundle:default.NAME}}. */
public interface DescribesDefaults {
  /** The default values by their names in the help texts. */
  ResourceBundle defaults();
}
