#include "fix/session_dictionaries.hpp"

#include "fix/embedded_dictionary.hpp"
#include "fix/raw_fields.hpp"

#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace lockstep {
namespace {

std::shared_ptr<FIX::DataDictionary> lenient(std::istream& text) {
    auto dictionary = std::make_shared<FIX::DataDictionary>(text);
    dictionary->checkFieldsOutOfOrder(false);
    dictionary->checkFieldsHaveValues(false);
    dictionary->checkUserDefinedFields(false);
    dictionary->allowUnknownMsgFields(true);
    // What framing takes for data, QuickFIX must take for data: else it would see fields where
    // the peer sent a text that looks like some.
    for (const LengthDataPair& pair : length_data_pairs()) {
        dictionary->addFieldType(pair.data_tag, FIX::TYPE::Data);
    }
    return dictionary;
}

// Read once for the process: its text never changes.
const std::shared_ptr<FIX::DataDictionary>& of_the_program() {
    static const std::shared_ptr<FIX::DataDictionary> dictionary = [] {
        std::istringstream text{std::string(embedded_dictionary)};
        return lenient(text);
    }();
    return dictionary;
}

std::shared_ptr<FIX::DataDictionary> read(const std::string& path) {
    if (path.empty()) return of_the_program();
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot be opened");
    return lenient(file);
}

} // namespace

const FIX::DataDictionaryProvider& SessionDictionaries::provider(const std::string& path,
                                                                 const std::string& begin_string) {
    auto found = loaded_.find(path);
    if (found == loaded_.end()) found = loaded_.emplace(path, load(path)).first;
    if (found->second.version != begin_string) {
        throw std::runtime_error("data dictionary " + (path.empty() ? "of the program" : path) +
                                 " is of " + found->second.version + ", the session of " +
                                 begin_string);
    }
    return found->second.provider;
}

SessionDictionaries::Loaded SessionDictionaries::load(const std::string& path) {
    try {
        const std::shared_ptr<FIX::DataDictionary> dictionary = read(path);
        Loaded loaded;
        loaded.version = dictionary->getVersion();
        loaded.provider.addTransportDataDictionary(FIX::BeginString(loaded.version), dictionary);
        loaded.provider.addApplicationDataDictionary(
            FIX::ApplVerID(FIX::Message::toApplVerID(FIX::BeginString(loaded.version))),
            dictionary);
        return loaded;
    } catch (const std::exception& error) {
        throw std::runtime_error("data dictionary " + (path.empty() ? "of the program" : path) +
                                 ": " + error.what());
    }
}

} // namespace lockstep
