/* 63de1d01c58446be8de7084f63cfaff670c353abe9ebd08100fe01c995da339f */
export default({})=>{{const e=()=>{const e=document.querySelector("[data-now]")?.dataset.now;for(const t of document.querySelectorAll("[data-view]"))t.dataset.view===e?t.setAttribute("aria-current","true"):t.removeAttribute("aria-current")};document.addEventListener("htmx:after:swap",e)}return{}}
