# One static library for each folder of src. A layer sees its own folder's headers and those of the
# layers below, as "layer/header.h"; tests/tools/check_layers proves that no include points up.
function(stipple_layer name)
    cmake_parse_arguments(LAYER "" "" "BELOW;LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.c)
    if(NOT sources)
        add_library(stipple_${name} INTERFACE)
        target_link_libraries(stipple_${name} INTERFACE stipple_flags ${LAYER_BELOW} ${LAYER_LIBS})
        return()
    endif()
    add_library(stipple_${name} STATIC ${sources})
    target_include_directories(stipple_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/shaders)
    target_link_libraries(stipple_${name} PUBLIC stipple_flags ${LAYER_BELOW} PRIVATE ${LAYER_LIBS})
endfunction()
