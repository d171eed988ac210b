// The rules of the house, each a function from the tree to the places that break it.
#pragma once

#include "tree/source_tree.hpp"

#include <string>
#include <vector>

namespace lockstep::tree {

// proto <- risk <- router <- gateway and sim -> proto, however an include is spelled: through the
// include path, from the folder of the file, by "..", or from the top of the tree.
std::vector<Finding> broken_arrows(const Tree& tree);

// proto, risk, router and sim/matching: no clock, no input or output, no threads, no chance, no
// floating point.
std::vector<Finding> impure_core(const Tree& tree);

// QuickFIX's headers are read in gateway/fix/quickfix.hpp and, for the stock peers of the tests,
// in one header below tests/.
std::vector<Finding> doors_to_quickfix(const Tree& tree);

// Length of files and lines, tabs, unfinished work, switched-off tests, the head of a header.
std::vector<Finding> bad_form(const Tree& tree);

// Relative links of the pages lead somewhere.
std::vector<Finding> dead_links(const Tree& tree);

// Names at the top of the tree that nobody agreed on.
std::vector<Finding> strange_top_level(const std::vector<std::string>& names);

// Reasons of proto/commands.hpp that docs/copying.md does not explain.
std::vector<Finding> unexplained_reasons(const Tree& tree);

// Tests (Suite.Name, of a suite that there is) that a page of docs/ names and nobody wrote.
std::vector<Finding> unknown_tests(const Tree& tree);

} // namespace lockstep::tree
