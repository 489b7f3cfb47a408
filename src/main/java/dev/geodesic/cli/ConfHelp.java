package dev.geodesic.cli;

import dev.geodesic.conf.Sections;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Makes the section of a command's help on the keys of a conf, from the parameters themselves. */
final class ConfHelp {
  static final String SECTION = "conf";
  private static final String SECTIONS = "%nSections of a conf, their keys and defaults:%n";
  private static final String OPTIMIZERS =
      "%nOptimizers of a conf, their hyperparameters and defaults; each is a value, a list or a range:%n";
  private static final int INDENT = 2;
  private static final int NAME_WIDTH = 28;
  private static final int DEFAULT_WIDTH = 17;

  private ConfHelp() {}

  /** Adds the section to a command, before the footer. */
  static void addTo(CommandLine command) {
    List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
    sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
    command.setHelpSectionKeys(sections);
    command.getHelpSectionMap().put(SECTION, ConfHelp::text);
  }

  private static String text(Help help) {
    StringBuilder text = new StringBuilder(help.createHeading(SECTIONS));
    Sections.PARAMETERS.forEach(
        (section, parameters) -> text.append(entry(help, section, parameters)));
    text.append(help.createHeading(OPTIMIZERS));
    text.append(entry(help, "every optimizer", StepSize.PARAMETERS));
    for (Family<?> family : Families.ALL) {
      text.append(entry(help, family.name() + ": " + family.description(), family.own()));
    }
    return text.toString();
  }

  private static String entry(Help help, String title, List<Parameter<?>> parameters) {
    int width = help.commandSpec().usageMessage().width();
    TextTable titles =
        TextTable.forColumns(help.colorScheme(), new Column(width, INDENT, Overflow.WRAP));
    titles.addRowValues(title);
    TextTable rows =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(NAME_WIDTH, 2 * INDENT, Overflow.TRUNCATE),
            new Column(DEFAULT_WIDTH, 0, Overflow.TRUNCATE),
            new Column(width - NAME_WIDTH - DEFAULT_WIDTH, 0, Overflow.WRAP));
    parameters.forEach(
        parameter -> rows.addRowValues(parameter.key(), defaultOf(parameter), parameter.help()));
    return titles + rows.toString();
  }

  private static String defaultOf(Parameter<?> parameter) {
    return parameter.defaultText().isEmpty() ? "required" : parameter.defaultText();
  }
}
