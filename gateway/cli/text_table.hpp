// Rows of text in aligned columns.
#pragma once

#include <string>
#include <vector>

namespace lockstep {

class TextTable {
  public:
    // Columns whose heading ends in ">" are aligned to the right (the sign is not shown).
    explicit TextTable(std::vector<std::string> headings);
    // As many cells as there are headings.
    void add(std::vector<std::string> cells);
    std::string text() const; // every line ends with a line feed, none with a blank

  private:
    std::vector<bool> right_;
    std::vector<std::vector<std::string>> rows_; // the headings first
};

} // namespace lockstep
