#include "settings/products.hpp"

#include "settings/line.hpp"

#include <sstream>
#include <vector>

namespace lockstep {

std::string_view symbol_root(std::string_view symbol) {
    std::size_t digits = 0;
    while (digits < 2 && digits < symbol.size() && symbol[symbol.size() - 1 - digits] >= '0' &&
           symbol[symbol.size() - 1 - digits] <= '9') {
        ++digits;
    }
    constexpr std::string_view months = "FGHJKMNQUVXZ";
    if (digits == 0 || symbol.size() < digits + 2) return symbol;
    const std::string_view rest = symbol.substr(0, symbol.size() - digits);
    return months.contains(rest.back()) ? rest.substr(0, rest.size() - 1) : symbol;
}

ProductRow product_of_symbol(std::string_view symbol) {
    std::istringstream table{std::string(products_table)};
    const std::string_view root = symbol_root(symbol);
    for (std::string line; std::getline(table, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        ProductRow row;
        words >> row.product >> row.family;
        for (std::string listed; words >> listed;) {
            if (listed == symbol || listed == root) return row;
        }
    }
    return {std::string(root), {}};
}

} // namespace lockstep
