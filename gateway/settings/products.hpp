// Which product a symbol is a size of, and which products move together: risk/products.cfg.
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

struct ProductRow {
    std::string product; // the symbol itself where the table does not know it
    std::string family;  // empty where the table does not know it
};

// The symbol without the month and year of a contract: ES of ESZ6 and ESZ26; itself without one.
std::string_view symbol_root(std::string_view symbol);

// By the symbol, or by what is left of it without the month and year of a contract: ESZ6, ESZ26.
ProductRow product_of_symbol(std::string_view symbol);

// The text of risk/products.cfg.
extern const std::string_view products_table;

} // namespace lockstep
