#include "front/repeating_groups.hpp"

#include <initializer_list>
#include <memory>

namespace lockstep::sim {

namespace {

FIX::DataDictionary entry_of(std::initializer_list<int> tags) {
    FIX::DataDictionary entry;
    for (const int tag : tags) entry.addField(tag);
    return entry;
}

} // namespace

FIX::DataDictionaryProvider repeating_groups() {
    constexpr int parties = 453;
    constexpr int party_id = 448;
    constexpr int entry_types = 267;
    constexpr int entry_type = 269;
    constexpr int symbols = 146;
    constexpr int symbol = 55;
    auto dictionary = std::make_shared<FIX::DataDictionary>();
    for (const char* type : {"D", "F", "G", "H"}) {
        dictionary->addGroup(type, parties, party_id, entry_of({party_id, 447, 452}));
    }
    dictionary->addGroup("V", entry_types, entry_type, entry_of({entry_type}));
    dictionary->addGroup("V", symbols, symbol,
                         entry_of({symbol, 65, 48, 22, 460, 461, 167, 200, 541, 207}));
    FIX::DataDictionaryProvider provider;
    provider.addTransportDataDictionary(FIX::BeginString("FIX.4.4"), dictionary);
    return provider;
}

} // namespace lockstep::sim
